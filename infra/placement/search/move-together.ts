import { isBetter } from "./is-better";
import type { State } from "./state";
import { put } from "./step";

/**
 * Puts down pods that have been taken off a node together, where that makes the plan better than it was: the leader's
 * candidates are tried, and the nodes where those that follow it run.
 *
 * @param pods Each after the one that it follows.
 * @param before What each level was when they were still where they came from.
 * @returns whether there is such a node. If not, they are on none.
 */
export function putTogether(state: State, pods: readonly number[], from: number, before: Float64Array): boolean {
  const { model, index } = state;
  const [leader = -1, ...others] = pods;
  const targets = new Set(index?.candidates(leader));
  for (const w of new Set(others)) {
    for (const n of model.runningNodes(w)) {
      if (state.settled(w, n) < model.running(w, n)) {
        targets.add(n);
      }
    }
  }
  targets.delete(from);
  const mark = state.mark();
  const least = Float64Array.from(before);
  let best = -1;
  for (const n of targets) {
    if (put(state, pods, n) && !state.isBroken && isBetter(state.totals, least)) {
      best = n;
      least.set(state.totals);
    }
    state.undo(mark);
  }
  return best >= 0 && put(state, pods, best);
}
