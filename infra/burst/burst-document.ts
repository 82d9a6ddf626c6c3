/** Loads that are looked at. */
export const burstLoadNames = ["minimum", "normal", "peak"] as const;
export type BurstLoadName = (typeof burstLoadNames)[number];

export interface RentedNodes {
  readonly type: string;
  readonly count: number;
}

/** What all rented nodes have, and what the pods on them request, DaemonSets' included. */
export interface RentedUsage {
  readonly cpu: { readonly allocatableMilli: number; readonly requestedMilli: number };
  readonly memory: { readonly allocatableMiB: number; readonly requestedMiB: number };
  readonly gpus: { readonly allocatable: number; readonly requested: number };
}

/** What one load rents. */
export interface BurstLoad {
  readonly load: BurstLoadName;
  /** Pods that run on rented nodes, by workload. */
  readonly pods: readonly { readonly id: string; readonly pods: number }[];
  readonly nodes: readonly RentedNodes[];
  readonly onDemandPerHour: number;
  readonly spotPerHour: number;
  /** Pods that the pool's limits leave without a node. */
  readonly waiting: number;
  /** How full the rented nodes are; all 0 when none is rented. */
  readonly usage: RentedUsage;
}

/** How far a stack bursts, and what that costs. Prices in the currency of `price`, per hour unless named otherwise. */
export interface BurstCapacity {
  readonly pool: string;
  readonly region: string;
  readonly capacityTypes: readonly ("spot" | "on-demand")[];
  readonly limits: { readonly cpu: string; readonly memory: string; readonly gpus: number };
  readonly price: { readonly currency: string; readonly asOf: string; readonly source: string };
  readonly instanceTypes: readonly { readonly name: string; readonly onDemandPerHour: number; readonly spotPerHour: number }[];
  readonly coldStart: { readonly minutes: number; readonly note: string };
  readonly workloads: readonly { readonly id: string; readonly when: "always" | "when no machine has room" }[];
  readonly loads: readonly BurstLoad[];
  /** What a month may cost. */
  readonly month: {
    /** For what is rented. The budget has a remote cluster's month on top of it. */
    readonly ceiling: number;
    /** With what is bought before the ceiling is noticed. */
    readonly atMost: number;
    /** All that the limits allow, on demand, the whole month. */
    readonly withoutCeiling: number;
    /** What a remote cluster costs with nothing rented, which is in the other two figures. Absent without one. */
    readonly server?: number | undefined;
  };
  /** A machine of one's own instead. */
  readonly local: {
    readonly name: string;
    readonly idlePerMonth: number;
    /** Hours of the cheapest type on the spot market that cost, with a remote cluster's month, as much as that machine idling for one. */
    readonly breakEvenHours: number;
    readonly note: string;
  };
}
