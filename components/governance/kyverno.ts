import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";

/** Parts of Kyverno that have pods of their own, as the chart and its pods' labels name them. */
export const kyvernoControllers = ["admission-controller", "background-controller", "cleanup-controller", "reports-controller"] as const;
export type KyvernoController = (typeof kyvernoControllers)[number];

export interface KyvernoArgs {
  /** Where its own pods run: it cannot place them by a policy. Default: anywhere. */
  readonly placements?: Readonly<Partial<Record<KyvernoController, PodPlacement>>>;
  /** PriorityClass of its own pods. Default: the cluster's. */
  readonly priorityClassName?: string;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Kyverno, which places at admission what Berth does not deploy itself. One replica of each controller: while the
 * admission controller is away, pods are admitted unplaced (its policies fail open), and the plan is met again when
 * they are restarted.
 */
export class Kyverno extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: KyvernoArgs = {}, options?: pulumi.ComponentResourceOptions) {
    const { placements = {}, priorityClassName, transform } = args;
    const values = {
      ...(priorityClassName === undefined ? {} : { global: { priorityClassName } }),
      ...Object.fromEntries(
        kyvernoControllers.map((controller) => [
          valuesKey[controller],
          {
            replicas: 1,
            ...placementValues(placements[controller]),
            ...(controller === "admission-controller" ? { initContainer: withoutCpuLimit } : {}),
          },
        ]),
      ),
      webhooksCleanup: withoutCpuLimit,
    };

    super("berth:governance:Kyverno", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.kyverno, namespace: "kyverno", values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

const valuesKey = {
  "admission-controller": "admissionController",
  "background-controller": "backgroundController",
  "cleanup-controller": "cleanupController",
  "reports-controller": "reportsController",
} as const satisfies Record<KyvernoController, string>;

/**
 * The chart limits CPU for the admission controller's init container and the jobs of its hooks. The job that migrates
 * resources keeps its limit: it belongs to a subchart, where Helm passes `null` on instead of taking the default away.
 */
const withoutCpuLimit = { resources: { limits: { cpu: null } } };

/** The chart has a value of its own for each kind of affinity. */
function placementValues(placement: PodPlacement | undefined): Readonly<Record<string, unknown>> {
  const { nodeSelector, affinity, tolerations } = placement ?? {};
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(affinity?.nodeAffinity === undefined ? {} : { nodeAffinity: affinity.nodeAffinity }),
    ...(tolerations === undefined ? {} : { tolerations }),
  };
}
