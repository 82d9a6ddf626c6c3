import type { State } from "../search/state";
import { type Blocker, blockersOn } from "./blockers";
import { type Representative, representatives } from "./representatives";
import { smallestHittingSet } from "./smallest-hitting-set";

/** A blocker with the nodes that it rules out. */
export interface Blocking {
  readonly blocker: Blocker;
  readonly nodes: readonly Representative[];
}

/** How much it takes to get rid of what nothing gets rid of, against the costs of changes. */
const unremovable = 1000;

/**
 * A smallest set of blockers that together keep one more pod of the workload from every node, with every other pod where
 * the state has it: were they the only ones, it could start nowhere; without any one of them, it could. Of several as
 * small, the one that is hardest to get rid of: a card that no node has says more than a wish that could be given up.
 *
 * Of a workload with one pod per node, together they keep it from each node that lacks one. A node that nothing keeps it
 * from is left out: only a limit on moves does then. In a large problem, one node of each kind speaks for all of them.
 */
export function blockingSet(state: State, w: number): readonly Blocking[] {
  const all = allBlocking(state, w);
  const sets = nodesFor(state, w).map(({ n }) => [...all.keys()].filter((i) => all[i]?.nodes.some((each) => each.n === n)));
  const smallest = smallestHittingSet(
    sets.filter((set) => set.length > 0),
    (i) => hardness(all[i]?.blocker),
  );
  return smallest.flatMap((i) => all[i] ?? []);
}

/** Everything that keeps one more pod of the workload from any node, in the order of the nodes and of the checks. */
export function allBlocking(state: State, w: number): readonly Blocking[] {
  const found = nodesFor(state, w).flatMap((node) => blockersOn(state, w, node.n).map((blocker) => ({ blocker, node })));
  // What the same change takes away is one thing.
  const groups = Map.groupBy(found, ({ blocker, node }) => blocker.changes[0]?.text ?? `${blocker.constraint} on ${node.n}`);
  return [...groups.values()].flatMap((group) => {
    const nodes = new Map(group.map(({ node }) => [node.n, node]));
    return group.slice(0, 1).map(({ blocker }) => ({ blocker, nodes: [...nodes.values()] }));
  });
}

/** The nodes that a pod of the workload without one could be meant to start on. */
export function nodesFor(state: State, w: number): readonly Representative[] {
  const onePerNode = state.model.workloads[w]?.mode === "perNode";
  return representatives(state, w, (n) => !onePerNode || (state.count(w, n) === 0 && state.model.mayStart(w, n)));
}

function hardness(blocker: Blocker | undefined): number {
  return Math.min(unremovable, ...(blocker?.changes ?? []).map(({ cost }) => cost));
}
