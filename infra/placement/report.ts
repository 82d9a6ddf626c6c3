import { ceilMiB, floorMiB } from "../quantities/quantity";
import type { Relaxation } from "./certificate/relaxation";
import { reasonFor } from "./explain/reason";
import { failoverNodes } from "./failover";
import { objectives } from "./objectives";
import { idleMilliwatts, podMilliwatts } from "./objectives/watts";
import type { PlannedNode, PlannedObjective, PlannedWorkload } from "./plan-document";
import type { Assignment } from "./search/assign";
import { cpu, memory } from "./search/model";
import { Budget } from "./search/best";
import { placeOne } from "./search/start";

export function reportObjectives({ model, ranked, state }: Assignment, relaxation: Relaxation): readonly PlannedObjective[] {
  return model.problem.objectives.map((name) => {
    const value = ranked.objectiveOf.reduce((sum, of, l) => sum + (of === name ? (state.totals[l] ?? 0) : 0), 0);
    const bound = objectives[name].bound(relaxation);
    return { name, value, bound, gap: (value - bound) / Math.max(1, Math.abs(value)) };
  });
}

export function reportNodes({ model, state }: Assignment): readonly PlannedNode[] {
  const { nodes, workloads, current } = model;
  return nodes.map((node, n) => {
    const before = (w: number): number => current[w * nodes.length + n] ?? 0;
    const after = (w: number): number => state.count(w, n);
    const sum = (count: (w: number) => number, of: (w: number) => number): number => workloads.reduce((total, _, w) => total + count(w) * of(w), 0);
    const watts = (count: (w: number) => number): number => {
      const busy = workloads.some((workload, w) => workload.mode !== "perNode" && count(w) > 0);
      const load = sum((w) => (workloads[w]?.mode === "perNode" ? 0 : count(w)), (w) => podMilliwatts(model, w, n));
      return busy ? Math.round((idleMilliwatts(model, n) + load) / 1000) : 0;
    };
    const { cpuMilli, memoryBytes, pods } = node.allocatable;
    const cpuOf = (w: number): number => workloads[w]?.requests.cpuMilli ?? 0;
    const memoryOf = (w: number): number => workloads[w]?.requests.memoryBytes ?? 0;
    return {
      name: node.name,
      cpu: { allocatableMilli: cpuMilli, beforeMilli: sum(before, cpuOf), afterMilli: state.used(n, cpu) },
      memory: { allocatableMiB: floorMiB(memoryBytes), beforeMiB: ceilMiB(sum(before, memoryOf)), afterMiB: ceilMiB(state.used(n, memory)) },
      pods: { allocatable: pods, before: sum(before, () => 1), after: state.pods[n] ?? 0 },
      watts: { before: watts(before), after: watts(after) },
    };
  });
}

export function reportWorkloads(assignment: Assignment): readonly PlannedWorkload[] {
  const { model, state } = assignment;
  const planned = model.workloads.map((_, w) => plannedNodes(assignment, w));
  const failover = new Map<number, readonly number[]>();
  for (const w of model.order) {
    failover.set(
      w,
      failoverNodes(assignment, w, planned[w] ?? [], (leader) => failover.get(leader) ?? []),
    );
  }
  const namesOf = (nodes: readonly number[]): readonly string[] => nodes.map((n) => model.nodes[n]?.name ?? "");
  return model.workloads.map((workload, w) => ({
    namespace: workload.namespace,
    name: workload.name,
    replicas: Math.max(0, model.wanted[w] ?? 0),
    nodes: namesOf(planned[w] ?? []),
    failover: namesOf(failover.get(w) ?? []),
    before: Object.keys(workload.current).filter((name) => (workload.current[name] ?? 0) > 0).sort(),
    moved: state.moved(w) > 0,
    reason: reasonFor(assignment, w),
  }));
}

/** Where its pods are; for a workload that has none at the moment, where one would go beside everything else. */
function plannedNodes({ model, state }: Assignment, w: number): readonly number[] {
  const occupied = (): readonly number[] => model.nodes.flatMap((_, n) => (state.count(w, n) > 0 ? [n] : []));
  if (model.movable[w] !== 1 || (model.wanted[w] ?? 0) > 0) {
    return occupied();
  }
  const mark = state.mark();
  placeOne(state, w, new Budget(model.nodes.length));
  const nodes = occupied();
  state.undo(mark);
  return nodes;
}
