import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { formatCpuMilli, formatMemoryBytes } from "../../infra/quantities/quantity";
import type { Requests } from "../../infra/workloads/workload";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { placementValues } from "../placement-values";

/** Parts of the VPA that have pods of their own, as its pods' labels name them. */
export const verticalPodAutoscalerParts = ["recommender", "updater", "admission-controller"] as const;
export type VerticalPodAutoscalerPart = (typeof verticalPodAutoscalerParts)[number];

export interface VerticalPodAutoscalerArgs {
  /** What each part requests: the chart leaves it out, and a plan counts on it. */
  readonly requests: Readonly<Record<VerticalPodAutoscalerPart, Pick<Requests, "cpuMilli" | "memoryBytes">>>;
  /** Where its parts run. Default: anywhere. */
  readonly placements?: Readonly<Partial<Record<VerticalPodAutoscalerPart, PodPlacement>>>;
  /** PriorityClass of its own pods. Default: the cluster's. */
  readonly priorityClassName?: string;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * The Vertical Pod Autoscaler. One pod of each part: while it is away, pods keep what they request, and its webhook fails
 * open. The chart's budgets are left out: minAvailable 1 of one pod blocks every drain. It needs metrics-server.
 *
 * @see https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler/charts/vertical-pod-autoscaler
 */
export class VerticalPodAutoscaler extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: VerticalPodAutoscalerArgs, options?: pulumi.ComponentResourceOptions) {
    const { transform } = args;
    const values = Object.fromEntries(verticalPodAutoscalerParts.map((part) => [valuesKey[part], partValues(part, args)]));

    super("berth:scaling:VerticalPodAutoscaler", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.verticalPodAutoscaler, namespace: "vpa", values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}

const valuesKey: Readonly<Record<VerticalPodAutoscalerPart, string>> = {
  recommender: "recommender",
  updater: "updater",
  "admission-controller": "admissionController",
};

function partValues(part: VerticalPodAutoscalerPart, args: VerticalPodAutoscalerArgs): Readonly<Record<string, unknown>> {
  const { cpuMilli, memoryBytes } = args.requests[part];
  return {
    replicas: 1,
    podDisruptionBudget: { enabled: false },
    resources: { requests: { cpu: formatCpuMilli(cpuMilli), memory: formatMemoryBytes(memoryBytes) } },
    ...(args.priorityClassName === undefined ? {} : { priorityClassName: args.priorityClassName }),
    ...placementValues(args.placements?.[part]),
  };
}
