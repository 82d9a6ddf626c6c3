import { hostnameLabel } from "../../hardware/node-labels";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { PlacementProblem, PlacementWorkload, PodTerm } from "../problem";
import { placeBase } from "../search/base";
import { buildModel, compareText, type Model } from "../search/model";
import { State } from "../search/state";
import { fits } from "../search/step";

/** Pods of some workloads, by the workload's index: how many on each node. */
export type PodCounts = ReadonlyMap<number, readonly number[]>;

/** Everything that kube-scheduler may make of a plan. */
export interface Completions {
  /** A workload's nodes are those that its emitted constraints allow. */
  readonly model: Model;
  /** What is there whatever the scheduler chooses: fixed pods, DaemonSets' pods, pods left behind. To be left as found. */
  readonly state: State;
  /** Where the plan puts the pods of every movable workload. Which planned node has how many is one of several ways. */
  readonly planned: PodCounts;
  /** Indices of the workloads that the plan promises a node for every pod. */
  readonly promised: readonly number[];
}

/**
 * What kube-scheduler may do with the plan's pods.
 *
 * @param allowed Nodes that the emitted constraints let each movable workload use. One that is absent may use every node
 *   that its taints and requirements let it.
 */
export function completionsOf(problem: PlacementProblem, plan: Plan, allowed: ReadonlyMap<string, ReadonlySet<string>>): Completions {
  const plannedById = new Map(plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  const promised = new Set(promisedIds(problem, plan));
  const model = buildModel({
    stack: problem.stack,
    nodes: problem.nodes,
    ceilings: problem.ceilings,
    objectives: [],
    workloads: splitLeftBehind(problem.workloads, plannedById, allowed),
  });
  const state = new State(model, []);
  placeBase(state);
  const nodesOf = (w: number): readonly number[] =>
    (plannedById.get(model.workloads[w]?.id ?? "")?.nodes ?? []).flatMap((name) => model.nodeIndex.get(name) ?? []);
  return {
    model,
    state,
    planned: plannedCounts(state, nodesOf),
    promised: model.workloads.flatMap(({ id, mode }, w) => (mode === "replicas" && promised.has(id) ? [w] : [])),
  };
}

/** Ids of the movable workloads that the plan has a node for every pod of, none of them left behind, sorted. */
export function promisedIds(problem: PlacementProblem, plan: Plan): readonly string[] {
  const unplaced = new Set(plan.unplaced.map(({ namespace, name }) => `${namespace}/${name}`));
  const planned = new Set(
    plan.workloads.flatMap(({ namespace, name, nodes, leftBehind }) =>
      nodes.length > 0 && leftBehind === undefined ? [`${namespace}/${name}`] : [],
    ),
  );
  return problem.workloads
    .flatMap(({ id, mode, replicas }) => (mode === "replicas" && replicas > 0 && planned.has(id) && !unplaced.has(id) ? [id] : []))
    .sort(compareText);
}

/** Pods that are left behind stay where they are; the others may go where the constraints allow. */
function splitLeftBehind(
  workloads: readonly PlacementWorkload[],
  plannedById: ReadonlyMap<string, PlannedWorkload>,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
): readonly PlacementWorkload[] {
  const parts = workloads.flatMap((workload) =>
    workload.mode === "replicas"
      ? withoutLeftBehind(workload, plannedById.get(workload.id)?.leftBehind ?? [], allowed.get(workload.id))
      : [workload],
  );
  const behind = new Set(parts.flatMap(({ id }) => (id.endsWith(leftBehindSuffix) ? [id.slice(0, -leftBehindSuffix.length)] : [])));
  return behind.size === 0 ? parts : parts.map((workload) => selectingBoth(workload, behind));
}

const leftBehindSuffix = " left behind";

/** Whatever selects a workload selects its pods that are left behind as well. */
function selectingBoth(workload: PlacementWorkload, behind: ReadonlySet<string>): PlacementWorkload {
  const { id, antiAffinityTopologyKey, colocateWith, podAffinity = [], podAntiAffinity = [], spreads = [], ...rest } = workload;
  const own = id.endsWith(leftBehindSuffix) ? id.slice(0, -leftBehindSuffix.length) : id;
  const both = (ids: readonly string[]): readonly string[] =>
    ids.flatMap((each) => (behind.has(each) ? [each, `${each}${leftBehindSuffix}`] : [each]));
  const terms = (rows: readonly PodTerm[]): readonly PodTerm[] => rows.map((term) => ({ ...term, selects: both(term.selects) }));
  const isWhole = colocateWith === undefined || colocateWith === own || !behind.has(colocateWith);
  return {
    ...rest,
    id,
    ...(colocateWith === undefined || !isWhole ? {} : { colocateWith }),
    podAffinity: terms([...(isWhole ? [] : [{ topologyKey: hostnameLabel, selects: [colocateWith] }]), ...podAffinity]),
    podAntiAffinity: terms([
      ...(antiAffinityTopologyKey === undefined ? [] : [{ topologyKey: antiAffinityTopologyKey, selects: [own] }]),
      ...podAntiAffinity,
    ]),
    spreads: spreads.map((spread) => ({ ...spread, selects: both(spread.selects ?? [own]) })),
  };
}

function withoutLeftBehind(
  workload: PlacementWorkload,
  leftBehind: readonly string[],
  allowed: ReadonlySet<string> | undefined,
): readonly PlacementWorkload[] {
  const staying = leftBehind.map((name) => [name, workload.current[name] ?? 0] as const);
  const pods = staying.reduce((sum, [, count]) => sum + count, 0);
  const movable = {
    ...workload,
    replicas: Math.max(0, workload.replicas - pods),
    current: {},
    target: allowed === undefined ? [] : [{ key: hostnameLabel, operator: "In" as const, values: [...allowed].sort() }],
  };
  return pods === 0
    ? [movable]
    : [movable, { ...workload, id: `${workload.id}${leftBehindSuffix}`, mode: "fixed", current: Object.fromEntries(staying) }];
}

/** One pod on each planned node, and the others on those of them that have room. */
function plannedCounts(state: State, nodesOf: (w: number) => readonly number[]): PodCounts {
  const { model } = state;
  const mark = state.mark();
  const movable = model.order.filter((w) => model.movable[w] === 1);
  for (const w of movable) {
    putEach(state, w, nodesOf(w));
  }
  for (const w of movable) {
    while (putEach(state, w, nodesOf(w))) {
      // Each round adds at most one pod to each node.
    }
  }
  const counts = countsOf(state, movable);
  state.undo(mark);
  return counts;
}

function putEach(state: State, w: number, nodes: readonly number[]): boolean {
  let put = false;
  for (const n of nodes) {
    if (state.unplaced(w) > 0 && fits(state, w, n)) {
      state.add(w, n);
      put = true;
    }
  }
  return put;
}

/** Where the pods of the given workloads are now; those without any are left out. */
export function countsOf(state: State, workloads: readonly number[]): PodCounts {
  return new Map(
    workloads.flatMap((w) => ((state.placed[w] ?? 0) > 0 ? [[w, state.model.nodes.map((_, n) => state.count(w, n))] as const] : [])),
  );
}
