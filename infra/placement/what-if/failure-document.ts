/** Version of the JSON that `plan --failures --json` prints; changes when a field is removed or changes its meaning. */
export const failuresVersion = 1;

/** Pods of one workload that a failure concerns. */
export interface AffectedPods {
  readonly namespace: string;
  readonly name: string;
  /** 0 is the most important. */
  readonly tier: number;
  readonly pods: number;
}

/** What is rented after a loss, beside what the plan rents anyway. */
export interface BurstsAfterLoss {
  /** Pods that would run on rented nodes instead of waiting. */
  readonly pods: readonly AffectedPods[];
  /** Nodes that are rented for them; none when those of the plan have room. */
  readonly nodes: readonly { readonly type: string; readonly count: number }[];
  /** What these nodes cost. */
  readonly onDemandPerHour: number;
  readonly spotPerHour: number;
  readonly currency: string;
  /** Pods that may burst and that the pool's limits leave waiting. */
  readonly waits: readonly AffectedPods[];
}

/** What becomes of a cluster that runs as planned when a node, or a host with all its machines, is lost. */
export interface Failure {
  readonly kind: "node" | "host";
  readonly name: string;
  /** The nodes that are lost with it, sorted. */
  readonly nodes: readonly string[];
  /** Pods that the plan has there. */
  readonly pods: number;
  /** Of these, pods of DaemonSets: they belong to the node and go with it. */
  readonly daemonPods: number;
  /** Whether enough control planes are left to schedule anything: more than half of them. */
  readonly controlPlaneWorks: boolean;
  /** Pods of the lost nodes that start elsewhere; `to` names the nodes, sorted. */
  readonly survives: readonly (AffectedPods & { readonly to: readonly string[] })[];
  /** Pods of other nodes that have to make room and start elsewhere. */
  readonly makesRoom: readonly (AffectedPods & { readonly from: readonly string[]; readonly to: readonly string[] })[];
  /** Pods that have no node of the table until a lost one is back, by tier; `blockedBy` as in a plan. */
  readonly waits: readonly (AffectedPods & { readonly blockedBy: readonly string[] })[];
  /** What would be rented for those of `waits` that may burst; absent when none may. */
  readonly bursts?: BurstsAfterLoss;
  /**
   * Pods of the lost nodes, of tiers 0 to 2, that do not start elsewhere by themselves though some plan could let them: they
   * wait, or start once somebody makes room. The objective `survive-loss` counts them.
   */
  readonly helpless: readonly AffectedPods[];
  /** Pods that cannot start elsewhere, because they or their data belong to a lost node. */
  readonly lost: readonly (AffectedPods & { readonly because: string })[];
  /** The resource of a remaining node of which the largest share is requested; absent when no node is left. */
  readonly fullest?: {
    readonly node: string;
    readonly resource: "cpu" | "memory";
    /** Milli of CPU, or MiB of memory. */
    readonly requested: number;
    readonly allocatable: number;
  };
}

/** The public contract of `plan --failures --json`; its JSON Schema is `schema/failures.schema.json`. */
export interface FailureTable {
  readonly version: typeof failuresVersion;
  readonly stack: string;
  /** What was assumed that is not so; absent when nothing was. */
  readonly assumptions?: readonly string[];
  /** Every node, then every host that carries several, each by name. */
  readonly failures: readonly Failure[];
}
