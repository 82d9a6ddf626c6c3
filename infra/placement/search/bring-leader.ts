import { type Budget, makeBest, type Step } from "./best";
import { moveIn } from "./neighbourhoods";
import type { State } from "./state";
import { take } from "./step";

/** Nodes of a leader that are tried, and nodes to which it may go from each. */
const nodesTried = 4;
const targetsTried = 12;
/** Workloads that in a row find no room before the others are taken to be no better. */
const patience = 16;

/**
 * Gives a node to pods that have none because there is no room where their leader is: a pod of the leader goes, with all
 * that must be with it and with them, to one of the emptiest nodes, which others leave for them if need be.
 */
export function bringLeaders(state: State, budget: Budget): void {
  const { leader, movable, order } = state.model;
  let failures = 0;
  for (const w of order) {
    if (movable[w] === 1 && state.unplaced(w) > 0 && (leader[w] ?? -1) >= 0 && failures < patience) {
      failures = makeBest(state, leaderSteps(state, w, budget), budget, "now") ? 0 : failures + 1;
    }
  }
}

/** The steps that bring a leader, and the pods without a node that follow it, to another node; none for what follows nobody. */
function* leaderSteps(state: State, w: number, budget: Budget): Iterable<Step> {
  const { movable } = state.model;
  const leader = state.model.leader[w] ?? -1;
  if (leader < 0 || movable[leader] !== 1) {
    return;
  }
  const missing = Array.from({ length: state.unplaced(w) }, () => w);
  const targets = state.index?.emptiest(leader, targetsTried) ?? [];
  for (const from of state.nodesOf(leader).slice(0, nodesTried)) {
    for (const to of targets) {
      if (to !== from) {
        yield (tried) => moveIn(tried, [...take(tried, leader, from), ...missing], to, budget);
      }
    }
  }
}
