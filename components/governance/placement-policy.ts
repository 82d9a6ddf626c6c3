import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import { namespacesWithoutKyverno } from "../../infra/placement/emit/namespaces-without-kyverno";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import type { Workload } from "../../infra/workloads/workload";
import { childOptions } from "../child-options";
import { boundedName } from "../names";
import { type PodScope, placementPolicySpec } from "./placement-policy-document";

/** Says whose pods a policy places, as `Kind/namespace/name`: for readers, and for the policies at review. */
const workloadAnnotation = "berth.dev/workload";

export interface PlacementPolicyArgs {
  readonly workload: Pick<Workload, "id" | "kind" | "namespace" | "name" | "estimated" | "podLabels">;
  /**
   * The other workloads of its namespace. An estimated workload stands for the pods that belong to none of them; for
   * any other they do not matter.
   */
  readonly neighbours: readonly Pick<Workload, "estimated" | "podLabels">[];
  readonly placement: PodPlacement;
}

/**
 * Puts the plan's placement into the pods of a workload that something else deploys, when they are created: a Kyverno
 * MutatingPolicy. Kyverno has to be installed before: depend on the component that does.
 */
export class PlacementPolicy extends pulumi.ComponentResource {
  readonly resource: kubernetes.apiextensions.CustomResource;

  constructor(name: string, args: PlacementPolicyArgs, options?: pulumi.ComponentResourceOptions) {
    const { workload, placement } = args;
    checkWorkload(args);
    const spec = placementPolicySpec({ namespace: workload.namespace, pods: scopeOf(args), placement });

    super("berth:governance:PlacementPolicy", name, {}, options);
    this.resource = new kubernetes.apiextensions.CustomResource(
      `${name}-policy`,
      {
        apiVersion: "policies.kyverno.io/v1",
        kind: "MutatingPolicy",
        metadata: {
          name: boundedName(`place-${workload.namespace}-${workload.name}`, 63),
          annotations: {
            "policies.kyverno.io/title": `Placement of ${workload.id}`,
            [workloadAnnotation]: `${workload.kind}/${workload.id}`,
          },
        },
        spec,
      },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

function scopeOf({ workload, neighbours }: PlacementPolicyArgs): PodScope {
  return workload.estimated
    ? { kind: "rest", except: neighbours.filter(({ estimated }) => !estimated).map(({ podLabels }) => podLabels) }
    : { kind: "workload", labels: workload.podLabels };
}

function checkWorkload({ workload, neighbours }: PlacementPolicyArgs): void {
  const findings: Finding[] = [];
  if (namespacesWithoutKyverno.includes(workload.namespace)) {
    findings.push({
      path: `workloads[${workload.id}].namespace`,
      value: workload.namespace,
      message: "is one that Kyverno does not look at: a policy would do nothing",
      fix: "set the placement in the values of what deploys it",
    });
  }
  if (!workload.estimated && Object.keys(workload.podLabels).length === 0) {
    findings.push({
      path: `workloads[${workload.id}].podLabels`,
      message: "is empty, which matches every pod of the namespace",
      fix: "give the labels that find its pods",
    });
  }
  if (workload.estimated && neighbours.some(({ estimated }) => estimated)) {
    findings.push({
      path: `workloads[${workload.id}].estimated`,
      message: "is not the only row that stands for the rest of its namespace: each pod would be placed twice",
      fix: "keep one estimated row for each namespace",
    });
  }
  if (findings.length > 0) {
    throw new UserError(`${workload.id} cannot be placed by a policy`, findings);
  }
}
