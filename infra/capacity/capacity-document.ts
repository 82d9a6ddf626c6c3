/**
 * What a fleet is asked to carry:
 * - `minimum`: all that KEDA scales is at its fewest pods.
 * - `normal`: the pods of the tables.
 * - `peak`: all that KEDA scales is at its most pods.
 * - `largest`: at peak, and all that the VPA changes requests the most that it may.
 */
export const loadNames = ["minimum", "normal", "peak", "largest"] as const;
export type LoadName = (typeof loadNames)[number];

/** Pods of a workload that have no node. */
export interface WaitingPods {
  readonly namespace: string;
  readonly name: string;
  readonly pods: number;
}

/** What it takes to carry one load. */
export interface LoadCapacity {
  readonly load: LoadName;
  /** Pods with as many servers as there are now, those of DaemonSets included. */
  readonly pods: number;
  /** What they request. */
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  /** What has no node with as many servers as there are now; empty when everything has one. */
  readonly waiting: readonly WaitingPods[];
  /**
   * The fewest servers with which every pod has a node, from the fewest that there may be up to twice the most; absent
   * when even these do not.
   */
  readonly servers?: number;
  /** What these cost; absent as they are. */
  readonly costPerMonth?: number;
}

/** Pods, and what they request. */
export interface Requested {
  readonly pods: number;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
}

export interface RequestedBy extends Requested {
  /** `namespace/name`. */
  readonly id: string;
}

/** What autoscaling costs a cluster and what it gives back, in requests: these are what is kept free. */
export interface ScalingBalance {
  /** What the autoscalers' own pods request. */
  readonly overhead: readonly RequestedBy[];
  /** What everything that goes to zero requests at normal load. */
  readonly released: readonly RequestedBy[];
  /** Released less overhead. */
  readonly net: Requested;
}

/** How many servers of a fleet each load takes, and what they cost. */
export interface FleetCapacity {
  readonly servers: { readonly min: number; readonly max: number; readonly now: number };
  readonly price: { readonly currency: string; readonly perServerAndMonth: number; readonly source: string };
  readonly costPerMonth: number;
  /** From the smallest to the largest. */
  readonly loads: readonly LoadCapacity[];
  readonly scaling: ScalingBalance;
}
