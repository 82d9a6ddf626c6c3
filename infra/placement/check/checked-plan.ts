import type { Finding } from "../../diagnostics/finding";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";

/** A plan with its problem, as every rule of the checker reads it. */
export interface CheckedPlan {
  readonly problem: PlacementProblem;
  /** By name. */
  readonly nodes: ReadonlyMap<string, PlacementNode>;
  readonly workloads: ReadonlyMap<string, PlacementWorkload>;
  /** What the plan says of each workload, by its id. */
  readonly planned: ReadonlyMap<string, PlannedWorkload>;
  /** Pods without a node, by the workload's id. */
  readonly missing: ReadonlyMap<string, number>;
  /** Whether {@link pods} are all there are; otherwise they are those that are certain. */
  readonly isCounted: boolean;
  /** Pods of each workload by node, without nodes that have none: as counted, or one on each planned node. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** What is on each node, by its name. */
  readonly present: ReadonlyMap<string, readonly PresentPods[]>;
}

/** One rule of the checker: what it has against a plan. */
export type PlanRule = (plan: CheckedPlan) => readonly Finding[];

/** Pods per node of every workload, by its id. */
export type PodCounts = ReadonlyMap<string, Readonly<Record<string, number>>>;

export function checkedPlan(problem: PlacementProblem, plan: Plan, counts: PodCounts | undefined): CheckedPlan {
  const planned = new Map(plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  const podsOf = (workload: PlacementWorkload): readonly (readonly [string, number])[] =>
    counts === undefined
      ? (planned.get(workload.id)?.nodes ?? []).map((name) => [name, certainPods(workload, name)])
      : Object.entries(counts.get(workload.id) ?? {});
  const pods = new Map(problem.workloads.map((workload) => [workload.id, new Map(podsOf(workload).filter(([, count]) => count > 0))]));
  return {
    problem,
    nodes: new Map(problem.nodes.map((node) => [node.name, node])),
    workloads: new Map(problem.workloads.map((workload) => [workload.id, workload])),
    planned,
    missing: new Map(plan.unplaced.map((workload) => [`${workload.namespace}/${workload.name}`, workload.replicas])),
    isCounted: counts !== undefined,
    pods,
    present: presentOn(problem.workloads, pods),
  };
}

function certainPods(workload: PlacementWorkload, name: string): number {
  switch (workload.mode) {
    case "fixed":
      return workload.current[name] ?? 0;
    case "perNode":
      return 1;
    case "replicas":
      return workload.replicas === 0 ? 0 : 1;
  }
}

export function pathOf({ id }: PlacementWorkload): string {
  return `workloads[${id}]`;
}

/** Pods of one workload on one node. */
export interface PresentPods {
  readonly workload: PlacementWorkload;
  readonly pods: number;
}

function presentOn(workloads: readonly PlacementWorkload[], pods: CheckedPlan["pods"]): CheckedPlan["present"] {
  const present = new Map<string, PresentPods[]>();
  for (const workload of workloads) {
    for (const [name, here] of pods.get(workload.id) ?? []) {
      const there = present.get(name);
      if (there === undefined) {
        present.set(name, [{ workload, pods: here }]);
      } else {
        there.push({ workload, pods: here });
      }
    }
  }
  return present;
}
