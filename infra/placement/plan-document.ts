/** Version of the JSON that `plan --json` prints; changes when a field is removed or changes its meaning. */
export const planVersion = 1;

/** Requests against what a node has. Milli and MiB are whole numbers; percentages are derived, never stored. */
export interface PlannedNode {
  readonly name: string;
  readonly cpu: { readonly allocatableMilli: number; readonly beforeMilli: number; readonly afterMilli: number };
  readonly memory: { readonly allocatableMiB: number; readonly beforeMiB: number; readonly afterMiB: number };
  readonly pods: { readonly allocatable: number; readonly before: number; readonly after: number };
  /** Estimated from requests, in whole watts. */
  readonly watts: { readonly before: number; readonly after: number };
}

export interface PlannedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  /** Names of the planned nodes, sorted, without repetition. */
  readonly nodes: readonly string[];
  /** Nodes that it may fall back to when the planned ones are lost, sorted. */
  readonly failover: readonly string[];
  /** Names of the nodes that it runs on now, sorted. */
  readonly before: readonly string[];
  /** Whether any of its pods has to move. */
  readonly moved: boolean;
  /** Nodes where its pods go on running though none of them could start there, sorted; absent when there is none. */
  readonly leftBehind?: readonly string[];
  /**
   * Pods that a rolling update would start beside the old ones, and how many of them find room; absent when all do. Berth
   * lets its own such workload end an old pod first: `maxSurge: 0`, `maxUnavailable: 1`.
   */
  readonly surge?: { readonly pods: number; readonly room: number };
  /** One line, for reading: what happens to it and why. */
  readonly reason: string;
  /**
   * For each node that it is not on, the first thing that speaks against it, by name. Absent where it may not move, where
   * there is no such node, and in problems too large to ask for every node.
   */
  readonly against?: readonly NodeReason[];
}

/** What speaks against a node. */
export interface NodeReason {
  readonly node: string;
  readonly reason: string;
}

export interface UnplacedWorkload {
  readonly namespace: string;
  readonly name: string;
  /** Pods that have no node. */
  readonly replicas: number;
  /**
   * A smallest set of constraints that keeps one more pod from every node while all others stay where the plan has them,
   * by name, each with the nodes that it rules out: without any one of them, the pod would have a node.
   */
  readonly blockedBy: readonly string[];
  /** What would unblock it, the cheapest first; each was tried by planning anew. */
  readonly remedies: readonly string[];
}

export interface PlannedObjective {
  readonly name: string;
  readonly value: number;
  /** No plan that is as good in all earlier objectives has a smaller value. */
  readonly bound: number;
  /** `(value - bound) / max(1, |value|)`. Proven optimal is 0 for objectives that count pods, at most 0.0001 for the others. */
  readonly gap: number;
}

/** The public contract of `plan --json`; its JSON Schema is `schema/plan.schema.json`. */
export interface Plan {
  readonly version: typeof planVersion;
  readonly stack: string;
  /** What was assumed that is not so; absent when nothing was. */
  readonly assumptions?: readonly string[];
  /** `optimal` when every objective is proven to be; `infeasible` when something has no node; else `feasible`. */
  readonly status: "optimal" | "feasible" | "infeasible";
  readonly objectives: readonly PlannedObjective[];
  readonly nodes: readonly PlannedNode[];
  readonly workloads: readonly PlannedWorkload[];
  readonly unplaced: readonly UnplacedWorkload[];
}
