import { ceilMiB, floorMiB } from "../quantities/quantity";
import type { Relaxation } from "./certificate/relaxation";
import { reasonFor } from "./explain/reason";
import { failoverNodes } from "./failover";
import { objectives } from "./objectives";
import { idleMilliwatts, loadMilliwatts, maySleep } from "./objectives/watts";
import type { PlannedNode, PlannedObjective, PlannedWorkload } from "./plan-document";
import type { Assignment } from "./search/assign";
import { cpu, memory, type Model } from "./search/model";
import { Budget } from "./search/best";
import { placeOne } from "./search/start";

export function reportObjectives({ model, ranked, state }: Assignment, relaxation: Relaxation): readonly PlannedObjective[] {
  return model.problem.objectives.map((name) => {
    const value = ranked.objectiveOf.reduce((sum, of, l) => sum + (of === name ? (state.totals[l] ?? 0) : 0), 0);
    const bound = objectives[name].bound(relaxation);
    return { name, value, bound, gap: (value - bound) / Math.max(1, Math.abs(value)) };
  });
}

/** One moment of a cluster: how many pods of each workload are on each node, and what each of them requests. */
interface Moment {
  readonly podsOn: (w: number, n: number) => number;
  readonly requests: readonly { readonly cpuMilli: number; readonly memoryBytes: number }[];
}

export function reportNodes({ model, state }: Assignment): readonly PlannedNode[] {
  const { nodes, workloads, current } = model;
  const before: Moment = {
    podsOn: (w, n) => current[w * nodes.length + n] ?? 0,
    requests: workloads.map(({ requests, currentRequests }) => currentRequests ?? requests),
  };
  const after: Moment = { podsOn: (w, n) => state.count(w, n), requests: workloads.map(({ requests }) => requests) };
  return nodes.map((node, n) => {
    const { cpuMilli, memoryBytes, pods } = node.allocatable;
    return {
      name: node.name,
      cpu: { allocatableMilli: cpuMilli, beforeMilli: requestedOn(before, n, "cpuMilli"), afterMilli: state.used(n, cpu) },
      memory: {
        allocatableMiB: floorMiB(memoryBytes),
        beforeMiB: ceilMiB(requestedOn(before, n, "memoryBytes")),
        afterMiB: ceilMiB(state.used(n, memory)),
      },
      pods: { allocatable: pods, before: podsOn(before, n), after: state.pods[n] ?? 0 },
      watts: { before: wattsOf(model, before, n), after: wattsOf(model, after, n) },
    };
  });
}

function requestedOn({ podsOn: count, requests }: Moment, n: number, resource: "cpuMilli" | "memoryBytes"): number {
  return requests.reduce((sum, request, w) => sum + count(w, n) * request[resource], 0);
}

function podsOn({ podsOn: count, requests }: Moment, n: number): number {
  return requests.reduce((sum, _, w) => sum + count(w, n), 0);
}

/** Whole watts; a worker that runs nothing but DaemonSets may sleep, and draws none. */
function wattsOf(model: Model, { podsOn: count, requests }: Moment, n: number): number {
  const beyondDaemons = requests.map((request, w) => ({
    pods: model.workloads[w]?.mode === "perNode" ? 0 : count(w, n),
    cpuMilli: request.cpuMilli,
  }));
  if (maySleep(model, n) && beyondDaemons.every(({ pods }) => pods === 0)) {
    return 0;
  }
  const load = beyondDaemons.reduce((sum, { pods, cpuMilli }) => sum + pods * loadMilliwatts(model, cpuMilli, n), 0);
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
  const namesOf = (nodes: readonly number[]): readonly string[] => nodes.map((n) => model.nodes[n]?.name ?? "");
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
    reason: reasonFor(assignment, w),
  }));
}

function leftBehindOf({ model, state }: Assignment, w: number): Pick<PlannedWorkload, "leftBehind"> {
  const leftBehind = model.nodes.flatMap(({ name }, n) =>
    (model.stays[w * model.nodes.length + n] ?? 0) > 0 && state.count(w, n) > 0 ? [name] : [],
  );
  return leftBehind.length === 0 ? {} : { leftBehind };
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
