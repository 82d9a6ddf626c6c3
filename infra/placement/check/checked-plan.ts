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
  return {
    problem,
    nodes: new Map(problem.nodes.map((node) => [node.name, node])),
    workloads: new Map(problem.workloads.map((workload) => [workload.id, workload])),
    planned,
    missing: new Map(plan.unplaced.map((workload) => [`${workload.namespace}/${workload.name}`, workload.replicas])),
    isCounted: counts !== undefined,
    pods: new Map(problem.workloads.map((workload) => [workload.id, new Map(podsOf(workload).filter(([, pods]) => pods > 0))])),
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

/** What is on each node, by its name. */
export function presentOn({ problem, pods }: CheckedPlan): ReadonlyMap<string, readonly PresentPods[]> {
  const present = new Map<string, PresentPods[]>();
  for (const workload of problem.workloads) {
    for (const [name, here] of pods.get(workload.id) ?? []) {
      const there = present.get(name) ?? [];
      there.push({ workload, pods: here });
      present.set(name, there);
    }
  }
  return present;
}
