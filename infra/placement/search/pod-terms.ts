import { hostnameLabel } from "../../hardware/node-labels";
import type { PlacementWorkload, PodTerm } from "../problem";
import type { Topology } from "./topology";

/** In {@link PodTerms.leader}: it may go anywhere, as far as single nodes go. */
export const noLeader = -1;
/** In {@link PodTerms.leader}: it must be with a workload that does not exist. */
export const unknownLeader = -2;

/** Required pod affinity: in the node's domain of every topology there is a pod that all terms select. */
export interface Affinity {
  /** Workloads that all terms select, ascending. */
  readonly selects: readonly number[];
  readonly matchesItself: boolean;
  /** Without repetition. */
  readonly topologies: readonly KeyedTopology[];
}

/** Required pod anti-affinity: none of the selected pods is in the node's domain. */
export interface Separation {
  /** Ascending. */
  readonly selects: readonly number[];
  readonly topology: KeyedTopology;
}

export interface KeyedTopology extends Topology {
  readonly key: string;
}

/** What workloads' pods want of other pods, as arrays by workload. */
export interface PodTerms {
  /**
   * Index of the one other workload that all terms select, where they are over single nodes; `noLeader` or
   * `unknownLeader`. A pod is then only where its leader has one.
   */
  readonly leader: Int32Array;
  /** Affinity that is more than to a leader. */
  readonly affinity: readonly (Affinity | undefined)[];
  readonly separations: readonly (readonly Separation[])[];
  /** Workloads whose leader it is. */
  readonly followers: (w: number) => readonly number[];
  /** Workloads whose {@link affinity} it is selected by, without itself. */
  readonly dependents: (w: number) => readonly number[];
}

/**
 * Resolves the ids of terms. A workload's anti-affinity and company by their short names are terms like the others.
 *
 * @param index of each workload, by its id.
 */
export function podTermsOf(
  workloads: readonly PlacementWorkload[],
  index: ReadonlyMap<string, number>,
  topology: (key: string) => Topology,
): PodTerms {
  const keyed = (key: string): KeyedTopology => ({ key, ...topology(key) });
  const indices = (ids: readonly string[]): readonly number[] => ids.flatMap((id) => index.get(id) ?? []).sort((a, b) => a - b);
  const leader = new Int32Array(workloads.length).fill(noLeader);
  const affinity = workloads.map((workload, w): Affinity | undefined => {
    const terms = affinityTerms(workload);
    if (terms.length === 0) {
      return undefined;
    }
    const selects = indices(selectedByAll(terms));
    const [only] = selects;
    if (terms.every(({ topologyKey }) => topologyKey === hostnameLabel) && selects.length <= 1 && only !== w) {
      leader[w] = only ?? unknownLeader;
      return undefined;
    }
    const keys = [...new Set(terms.map(({ topologyKey }) => topologyKey))].sort();
    return { selects, matchesItself: selects.includes(w), topologies: keys.map(keyed) };
  });
  const followers = new Map<number, number[]>();
  const dependents = new Map<number, number[]>();
  leader.forEach((l, w) => {
    append(followers, l, w);
    for (const selected of affinity[w]?.selects ?? []) {
      if (selected !== w) {
        append(dependents, selected, w);
      }
    }
  });
  return {
    leader,
    affinity,
    separations: workloads.map((workload) =>
      separationTerms(workload)
        .toSorted((a, b) => (JSON.stringify([a.topologyKey, a.selects]) < JSON.stringify([b.topologyKey, b.selects]) ? -1 : 1))
        .map(({ topologyKey, selects }) => ({ selects: indices(selects), topology: keyed(topologyKey) })),
    ),
    followers: (w) => followers.get(w) ?? nobody,
    dependents: (w) => dependents.get(w) ?? nobody,
  };
}

const nobody: readonly number[] = [];

function affinityTerms({ id, colocateWith, podAffinity = [] }: PlacementWorkload): readonly PodTerm[] {
  return colocateWith === undefined || colocateWith === id
    ? podAffinity
    : [{ topologyKey: hostnameLabel, selects: [colocateWith] }, ...podAffinity];
}

function separationTerms({ id, antiAffinityTopologyKey: key, podAntiAffinity = [] }: PlacementWorkload): readonly PodTerm[] {
  return key === undefined ? podAntiAffinity : [{ topologyKey: key, selects: [id] }, ...podAntiAffinity];
}

/**
 * kube-scheduler counts a pod for a term only if it matches all terms of the newcomer's affinity, so what only some of
 * them select is of no use.
 */
function selectedByAll([first, ...others]: readonly PodTerm[]): readonly string[] {
  const rest = others.map(({ selects }) => new Set(selects));
  return (first?.selects ?? []).filter((id) => rest.every((selected) => selected.has(id)));
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [value]);
  } else {
    list.push(value);
  }
}
