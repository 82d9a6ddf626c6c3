import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { isSidecar } from "../../infra/workloads/pod-resources";
import { strategyOf } from "../../infra/workloads/rollout";
import type { Workload } from "../../infra/workloads/workload";
import { type ChildOptions, childOptions } from "../child-options";
import { DisruptionBudget } from "../governance/disruption-budget";
import type { Keda } from "../scaling/keda";
import { ScaledWorkload } from "../scaling/scaled-workload";
import { claimName, claimSpec, podTemplate } from "./pod-template";

type PodTemplate = kubernetes.types.input.core.v1.PodTemplateSpec;
type RenderedKind = "Deployment" | "StatefulSet" | "DaemonSet";

export interface OwnedWorkloadArgs {
  readonly workload: Workload;
  readonly placement: PodPlacement;
  /** Needed for a workload with `scaling`, which waits for it. */
  readonly keda?: Keda;
  /** Changes the pod template before it is used: for what the table has no field for. */
  readonly transform?: { readonly podTemplate?: (template: PodTemplate) => PodTemplate };
}

/**
 * A workload that Berth deploys: its controller, and as children its claims, a Service for its ports, its disruption
 * budget and its scaling. Its namespace has to exist.
 *
 * Claims stay when the workload is removed: their data is worth more than a tidy cluster.
 */
export class OwnedWorkload extends pulumi.ComponentResource {
  readonly controller: kubernetes.apps.v1.Deployment | kubernetes.apps.v1.StatefulSet | kubernetes.apps.v1.DaemonSet;

  constructor(name: string, args: OwnedWorkloadArgs, options?: pulumi.ComponentResourceOptions) {
    const { workload, keda, transform } = args;
    const kind = checkedKind(args);
    const rendered = podTemplate(workload, args.placement);
    const template = transform?.podTemplate?.(rendered) ?? rendered;

    super("berth:scheduling:OwnedWorkload", name, {}, options);
    const child = childOptions(this, options);
    if (kind !== "StatefulSet") {
      createClaims(name, workload, child);
    }
    createService(name, workload, child);
    this.controller = createController(name, kind, args, template, child);
    if (workload.disruption !== undefined && workload.disruption !== "operator") {
      new DisruptionBudget(`${name}-budget`, { workload }, child);
    }
    if (workload.scaling !== undefined && keda !== undefined) {
      new ScaledWorkload(
        `${name}-scaling`,
        { target: { ...workload, scaling: workload.scaling } },
        { parent: this, dependsOn: [this.controller, keda] },
      );
    }
    this.registerOutputs({});
  }
}

const unawaited = { annotations: { "pulumi.com/skipAwait": "true" } } as const;

function checkedKind({ workload, keda }: OwnedWorkloadArgs): RenderedKind {
  const { id, kind, containers, scaling } = workload;
  const findings = [
    ...(kind === "CronJob" || kind === "StaticPod"
      ? [
          {
            path: `workloads[${id}].kind`,
            value: kind,
            message: "is nothing that Berth renders",
            fix: "use Deployment, StatefulSet or DaemonSet, or name who deploys it in managedBy",
          },
        ]
      : []),
    ...(containers.length === 0 ? [{ path: `workloads[${id}].containers`, message: "is empty", fix: "list the pod's containers" }] : []),
    ...(scaling !== undefined && keda === undefined
      ? [
          {
            path: `workloads[${id}].scaling`,
            message: "needs KEDA, which this stack does not install",
            fix: "install it before the workload, or remove scaling",
          },
        ]
      : []),
  ];
  if (findings.length > 0 || kind === "CronJob" || kind === "StaticPod") {
    throw new UserError(`${id} cannot be deployed as its row says`, findings);
  }
  return kind;
}

function createClaims(name: string, workload: Workload, child: ChildOptions): void {
  for (const volume of workload.volumes) {
    new kubernetes.core.v1.PersistentVolumeClaim(
      `${name}-${volume.name}`,
      { metadata: { namespace: workload.namespace, name: claimName(workload, volume) }, spec: claimSpec(volume) },
      { ...child, retainOnDelete: true },
    );
  }
}

/** A StatefulSet needs a Service for its pods' names even without ports; without an address, so that it may have none. */
function createService(name: string, workload: Workload, child: ChildOptions): void {
  const serving = [...workload.initContainers.filter(isSidecar), ...workload.containers];
  const ports = serving.flatMap((container) =>
    container.ports.map(({ name: portName, containerPort, protocol }) => ({
      name: portName,
      port: containerPort,
      targetPort: portName,
      ...(protocol === undefined ? {} : { protocol }),
    })),
  );
  if (ports.length === 0 && workload.kind !== "StatefulSet") {
    return;
  }
  new kubernetes.core.v1.Service(
    `${name}-service`,
    {
      metadata: {
        namespace: workload.namespace,
        name: workload.name,
        // Pulumi waits for a pod behind a Service, and here there may rightly be none.
        ...(workload.scaling?.minReplicas === 0 ? unawaited : {}),
      },
      spec: {
        selector: { ...workload.podLabels },
        ...(ports.length === 0 ? {} : { ports }),
        ...(workload.kind === "StatefulSet" ? { clusterIP: "None" } : {}),
      },
    },
    child,
  );
}

function createController(
  name: string,
  kind: RenderedKind,
  args: OwnedWorkloadArgs,
  template: PodTemplate,
  child: ChildOptions,
): OwnedWorkload["controller"] {
  const { workload } = args;
  const metadata = {
    namespace: workload.namespace,
    name: workload.name,
    labels: { ...workload.podLabels },
    // What rents its node comes later, and takes its time.
    ...(workload.burst === "only" ? unawaited : {}),
  };
  const selector = { matchLabels: { ...workload.podLabels } };
  // What KEDA scales has no number of its own: the two would undo each other at every run.
  const replicas = workload.scaling === undefined ? { replicas: workload.replicas } : {};
  switch (kind) {
    case "Deployment":
      return new kubernetes.apps.v1.Deployment(
        `${name}-deployment`,
        { metadata, spec: { ...replicas, selector, strategy: strategySpec(args), template } },
        child,
      );
    case "StatefulSet":
      return new kubernetes.apps.v1.StatefulSet(
        `${name}-statefulset`,
        {
          metadata,
          spec: {
            ...replicas,
            selector,
            serviceName: workload.name,
            template,
            volumeClaimTemplates: workload.volumes.map((volume) => ({ metadata: { name: volume.name }, spec: claimSpec(volume) })),
          },
        },
        child,
      );
    case "DaemonSet":
      return new kubernetes.apps.v1.DaemonSet(`${name}-daemonset`, { metadata, spec: { selector, template } }, child);
  }
}

/** A rolling update is spelt out where the row or the plan says how; otherwise Kubernetes' own defaults apply. */
function strategySpec({ workload, placement }: OwnedWorkloadArgs): kubernetes.types.input.apps.v1.DeploymentStrategy {
  const type = strategyOf(workload);
  const rollout = workload.rollout ?? (type === "RollingUpdate" ? placement.rollout : undefined);
  return { type, ...(rollout === undefined ? {} : { rollingUpdate: { ...rollout } }) };
}
