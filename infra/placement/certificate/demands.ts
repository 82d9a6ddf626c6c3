import type { Model } from "../search/model";
import { isLarge } from "../search/size";
import { shared } from "../search/topology";
import type { FreePods } from "./relaxation";

/** An amount of a resource that must end up on a set of nodes, however it is split among them. */
export interface Demand {
  readonly nodes: readonly number[];
  readonly amount: number;
}

/** Sets of nodes that are looked at in a large problem: those that the most workloads are tied to. */
const mostSets = 100;

/**
 * The demand of each distinct set of reachable nodes, of their union, and of that of the sets of workers: what is
 * requested by all whose nodes lie within it.
 *
 * @param free Workloads with more than one node.
 */
export function demandsOf(model: Model, free: readonly FreePods[]): (r: number) => readonly Demand[] {
  const members = [...Map.groupBy(free, ({ nodes }) => nodes)].map(([nodes, some]) => ({ nodes, some }));
  const largest = members.toSorted((a, b) => b.some.length - a.some.length).slice(0, mostSets);
  const kept = isLarge(model) ? members.filter((each) => largest.includes(each)) : members;
  const onWorkers = members.filter(({ nodes }) => nodes.every((n) => model.nodes[n]?.controlPlane === false));
  const sets = distinct([...kept.map(({ nodes }) => nodes), union(onWorkers), union(members)]);
  const inside = sets.map((set) => {
    const all = new Set(set);
    return members.filter(({ nodes }) => nodes.length <= all.size && nodes.every((n) => all.has(n))).flatMap(({ some }) => some);
  });
  const { requests, width } = model;
  return shared((r: number) =>
    sets.map((nodes, i) => ({
      nodes,
      amount: (inside[i] ?? []).reduce((sum, { w, pods }) => sum + pods * (requests[w * width + r] ?? 0), 0),
    })),
  );
}

function union(sets: readonly { readonly nodes: readonly number[] }[]): readonly number[] {
  const all = new Set<number>();
  for (const { nodes } of sets) {
    for (const n of nodes) {
      all.add(n);
    }
  }
  return [...all].sort((a, b) => a - b);
}

function distinct(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(sets.filter((set) => set.length > 0).map((set) => [set.join(), set])).values()];
}
