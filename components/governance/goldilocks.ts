import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import { formatCpuMilli, formatMemoryBytes } from "../../infra/quantities/quantity";
import type { Workload } from "../../infra/workloads/workload";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";

/** Has Goldilocks make a VPA for every workload of a namespace, and have it only recommend. */
export const goldilocksLabels: Readonly<Record<string, string>> = {
  "goldilocks.fairwinds.com/enabled": "true",
  "goldilocks.fairwinds.com/vpa-update-mode": "off",
};

type Part = Pick<Workload, "requests" | "limits" | "replicas">;

export interface GoldilocksArgs {
  /** Where it is installed. The namespace has to exist. */
  readonly namespace: string;
  /** Its own rows: what they request, a plan counts on. */
  readonly controller: Part;
  readonly dashboard: Part;
  /** Workloads of the namespaces with {@link goldilocksLabels}. */
  readonly watched: readonly Pick<Workload, "id" | "verticalScaling">[];
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Goldilocks: a VPA in mode `Off` for every workload of the namespaces that ask for it, and a page that shows what it
 * recommends. It needs the VPA's definition and its recommender; in mode `Off` neither updater nor admission controller
 * has anything to do. Nothing here changes a pod: `npm run rightsize` changes the tables.
 *
 * @see https://goldilocks.docs.fairwinds.com
 */
export class Goldilocks extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: GoldilocksArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, controller, dashboard, watched, transform } = args;
    requireOneVpa(watched);
    // The chart's reader of Argo Rollouts is left out: there are none.
    const rbac = { enableArgoproj: false };
    const values = {
      vpa: { enabled: false },
      "metrics-server": { enabled: false },
      controller: { rbac, resources: resourcesOf(controller) },
      dashboard: { rbac, resources: resourcesOf(dashboard), replicaCount: dashboard.replicas },
    };

    super("berth:governance:Goldilocks", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.goldilocks, namespace, createNamespace: false, values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

function resourcesOf({ requests, limits }: Part): object {
  const { cpuMilli, memoryBytes } = requests;
  return {
    requests: { cpu: formatCpuMilli(cpuMilli), memory: formatMemoryBytes(memoryBytes) },
    ...(limits.memoryBytes === undefined ? {} : { limits: { memory: formatMemoryBytes(limits.memoryBytes) } }),
  };
}

function requireOneVpa(watched: GoldilocksArgs["watched"]): void {
  const findings = watched
    .filter(({ verticalScaling }) => verticalScaling !== undefined)
    .map(({ id }) => ({
      path: `workloads[${id}].verticalScaling`,
      message: "is a second VPA beside the one that Goldilocks makes: which of them counts is not defined",
      fix: "remove it, or leave its namespace out of what Goldilocks watches",
    }));
  if (findings.length > 0) {
    throw new UserError("Goldilocks cannot watch workloads that have a VPA", findings);
  }
}
