import { hostnameLabel } from "../../hardware/node-labels";
import type { PlacementProblem, PlacementWorkload, PodTerm, TopologySpread } from "../problem";
import { placeBase } from "../search/base";
import { buildModel, compareText } from "../search/model";
import { State } from "../search/state";
import { fits } from "../search/step";
import { targetsFor } from "../search/targets";

/** A workload whose rolling update has to wait for room. */
export interface SurgeShortfall {
  /** `namespace/name`. */
  readonly id: string;
  /** Pods that the update starts before old ones end. */
  readonly pods: number;
  /** How many of them find room. */
  readonly room: number;
}

/** Where the plan has every workload's pods, by its id and the node's name. */
type PodCounts = ReadonlyMap<string, Readonly<Record<string, number>>>;

/**
 * Workloads that cannot start all the pods that a rolling update of theirs starts beside the old ones, by id. One workload
 * is updated at a time, with all others as planned. New pods keep apart from old ones as these do from each other; in
 * topology spread they are counted apart, by the `matchLabelKeys` that the plan emits. Nothing is preempted for them.
 *
 * @param allowed Nodes that the emitted constraints let each movable workload use: see `allowedNodes`. What is fixed stays
 *   on the nodes that it has.
 */
export function surgeShortfalls(
  problem: PlacementProblem,
  counts: PodCounts,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
): readonly SurgeShortfall[] {
  const updated = problem.workloads.filter(
    ({ id, surgePods = 0 }) => surgePods > 0 && Object.values(counts.get(id) ?? {}).some((pods) => pods > 0),
  );
  if (updated.length === 0) {
    return [];
  }
  const updatedIds = new Set(updated.map(({ id }) => id));
  const model = buildModel({
    stack: problem.stack,
    nodes: problem.nodes,
    ceilings: problem.ceilings,
    objectives: [],
    workloads: [
      ...problem.workloads.map((workload) => asPlanned(workload, counts.get(workload.id) ?? {}, updatedIds)),
      ...updated.map((workload) => newPodsOf(workload, counts.get(workload.id) ?? {}, allowed.get(workload.id), updatedIds)),
    ],
  });
  const state = new State(model, []);
  placeBase(state);
  const indexOf = new Map(model.workloads.map(({ id }, w) => [id, w]));
  return updated
    .map(({ id, surgePods = 0 }) => ({ id, pods: surgePods, room: roomFor(state, indexOf.get(newId(id)) ?? -1) }))
    .filter(({ pods, room }) => room < pods)
    .sort((a, b) => compareText(a.id, b.id));
}

function newId(id: string): string {
  return `${id} (new)`;
}

function asPlanned(
  workload: PlacementWorkload,
  current: Readonly<Record<string, number>>,
  updated: ReadonlySet<string>,
): PlacementWorkload {
  return { ...withTerms(workload, workload.id, updated), mode: "fixed", replicas: 0, current };
}

function newPodsOf(
  workload: PlacementWorkload,
  current: Readonly<Record<string, number>>,
  allowed: ReadonlySet<string> | undefined,
  updated: ReadonlySet<string>,
): PlacementWorkload {
  const { id, mode, surgePods = 0, spreads = [] } = workload;
  const nodes = mode === "fixed" || allowed === undefined ? Object.keys(current) : [...allowed];
  return {
    ...withTerms(workload, id, updated),
    id: newId(id),
    mode: "replicas",
    replicas: surgePods,
    current: {},
    target: [{ key: hostnameLabel, operator: "In", values: nodes.sort(compareText) }],
    spreads: spreads.map((spread) => countingNewPods(spread, id)),
  };
}

/** Terms that select a workload select its new pods too. */
function withTerms(workload: PlacementWorkload, id: string, updated: ReadonlySet<string>): PlacementWorkload {
  const { antiAffinityTopologyKey: apart, colocateWith, podAffinity = [], podAntiAffinity = [], ...rest } = workload;
  const both = (terms: readonly PodTerm[]): readonly PodTerm[] =>
    terms.map(({ topologyKey, selects }) => ({
      topologyKey,
      selects: selects.flatMap((selected) => (updated.has(selected) ? [selected, newId(selected)] : [selected])),
    }));
  const company = colocateWith === undefined || colocateWith === id ? [] : [{ topologyKey: hostnameLabel, selects: [colocateWith] }];
  return {
    ...rest,
    podAffinity: both([...company, ...podAffinity]),
    podAntiAffinity: both([...(apart === undefined ? [] : [{ topologyKey: apart, selects: [id] }]), ...podAntiAffinity]),
  };
}

function countingNewPods({ selects, ...spread }: TopologySpread, id: string): TopologySpread {
  return { ...spread, selects: selects === undefined || selects.includes(id) ? [newId(id)] : [] };
}

/** How many of the new pods find a node, one after another. */
function roomFor(state: State, w: number): number {
  const mark = state.mark();
  while (state.unplaced(w) > 0) {
    const n = targetsFor(state, w).find((candidate) => fits(state, w, candidate));
    if (n === undefined) {
      break;
    }
    state.add(w, n);
  }
  const room = state.placed[w] ?? 0;
  state.undo(mark);
  return room;
}
