import { ceilMiB, floorMiB } from "../quantities/quantity";
import type { Relaxation } from "./certificate/relaxation";
import { explainPlacement } from "./explain/reason";
import { failoverNodes } from "./failover";
import { objectives } from "./objectives";
import { objectiveValue } from "./objectives/objective-value";
import { idleMilliwatts, loadMilliwatts, maySleep } from "./objectives/watts";
import type { PlannedNode, PlannedObjective, PlannedWorkload } from "./plan-document";
import type { PlacementWorkload } from "./problem";
import type { Assignment } from "./search/assign";
import { cpu, memory, type Model } from "./search/model";
import { Budget } from "./search/best";
import { placeOne } from "./search/start";

export function reportObjectives(assignment: Assignment, relaxation: Relaxation): readonly PlannedObjective[] {
  const { model, bounds } = assignment;
  return model.problem.objectives.map((name) => {
    const value = objectiveValue(assignment, name);
    const bound = Math.max(objectives[name].bound(relaxation), bounds?.get(name) ?? Number.NEGATIVE_INFINITY);
    return { name, value, bound, gap: (value - bound) / Math.max(1, Math.abs(value)) };
  });
}

/** Pods of a workload on a node at one moment, and what each of them requests then. */
interface PodsThere {
  readonly workload: PlacementWorkload;
  readonly pods: number;
  readonly requests: { readonly cpuMilli: number; readonly memoryBytes: number };
}

export function reportNodes({ model, state }: Assignment): readonly PlannedNode[] {
  const { nodes, workloads } = model;
  const runningOn: PodsThere[][] = nodes.map(() => []);
  workloads.forEach((workload, w) => {
    for (const n of model.runningNodes(w)) {
      runningOn[n]?.push({ workload, pods: model.running(w, n), requests: workload.currentRequests ?? workload.requests });
    }
  });
  return nodes.map((node, n) => {
    const { cpuMilli, memoryBytes, pods } = node.allocatable;
    const before = runningOn[n] ?? [];
    const after = state.workloadsOn(n).flatMap((w): readonly PodsThere[] => {
      const workload = workloads[w];
      return workload === undefined ? [] : [{ workload, pods: state.count(w, n), requests: workload.requests }];
    });
    return {
      name: node.name,
      cpu: { allocatableMilli: cpuMilli, beforeMilli: sumOf(before, ({ cpuMilli: each }) => each), afterMilli: state.used(n, cpu) },
      memory: {
        allocatableMiB: floorMiB(memoryBytes),
        beforeMiB: ceilMiB(sumOf(before, ({ memoryBytes: each }) => each)),
        afterMiB: ceilMiB(state.used(n, memory)),
      },
      pods: { allocatable: pods, before: sumOf(before, () => 1), after: state.pods[n] ?? 0 },
      watts: { before: wattsOf(model, before, n), after: wattsOf(model, after, n) },
    };
  });
}

function sumOf(there: readonly PodsThere[], amount: (requests: PodsThere["requests"]) => number): number {
  return there.reduce((sum, { pods, requests }) => sum + pods * amount(requests), 0);
}

/** Whole watts; a worker that runs nothing but DaemonSets may sleep, and draws none. */
function wattsOf(model: Model, there: readonly PodsThere[], n: number): number {
  const beyondDaemons = there.filter(({ workload }) => workload.mode !== "perNode");
  if (maySleep(model, n) && beyondDaemons.length === 0) {
    return 0;
  }
  const load = beyondDaemons.reduce((sum, { pods, requests }) => sum + pods * loadMilliwatts(model, requests.cpuMilli, n), 0);
  return Math.round((idleMilliwatts(model, n) + load) / 1000);
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
  const names = model.nodes.map(({ name }) => name);
  const namesOf = (nodes: readonly number[]): readonly string[] => nodes.map((n) => names[n] ?? "");
  return model.workloads.map((workload, w) => ({
    namespace: workload.namespace,
    name: workload.name,
    replicas: Math.max(0, model.wanted[w] ?? 0),
    nodes: namesOf(planned[w] ?? []),
    failover: namesOf(failover.get(w) ?? []),
    before: Object.keys(workload.current)
      .filter((name) => (workload.current[name] ?? 0) > 0)
      .sort(),
    moved: state.moved(w) > 0,
    ...leftBehindOf(assignment, w),
    ...explainPlacement(assignment, w),
  }));
}

function leftBehindOf({ model, state }: Assignment, w: number): Pick<PlannedWorkload, "leftBehind"> {
  if (model.problem.maxMoves === undefined) {
    return {};
  }
  const leftBehind = state
    .nodesOf(w)
    .filter((n) => model.mayStay(w, n) > 0)
    .map((n) => model.nodes[n]?.name ?? "");
  return leftBehind.length === 0 ? {} : { leftBehind };
}

/** Where its pods are; for a workload that has none at the moment, where one would go beside everything else. */
function plannedNodes({ model, state }: Assignment, w: number): readonly number[] {
  if (model.movable[w] !== 1 || (model.wanted[w] ?? 0) > 0) {
    return state.nodesOf(w);
  }
  const mark = state.mark();
  placeOne(state, w, new Budget(model.nodes.length));
  const nodes = state.nodesOf(w);
  state.undo(mark);
  return nodes;
}
