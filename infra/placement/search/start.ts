import { placeBase } from "./base";
import { type Budget, type Step, makeBest } from "./best";
import type { State } from "./state";
import { fits, fitsIgnoringSpread, take } from "./step";

/**
 * The plan to improve on: what runs now, as far as it may stay. Then every pod without a node, the most important and
 * the largest first, goes where it does the objectives most good.
 */
export function start(state: State, budget: Budget): void {
  placeBase(state);
  for (const w of state.model.order) {
    if (state.model.movable[w] === 1) {
      keepCurrent(state, w, budget);
    }
  }
  if (state.model.problem.maxMoves !== undefined) {
    state.limitMoves();
  }
  placeMissing(state, budget);
}

/** Gives a node to every pod that fits somewhere as things are. */
export function placeMissing(state: State, budget: Budget): boolean {
  let placedAny = false;
  for (const w of state.model.order) {
    while (state.model.movable[w] === 1 && state.unplaced(w) > 0 && placeOne(state, w, budget)) {
      placedAny = true;
    }
  }
  return placedAny;
}

/** Puts one pod on the node that is best for it, other than `except`; false when it fits nowhere. */
export function placeOne(state: State, w: number, budget: Budget, except = -1): boolean {
  const steps = state.model.nodes.map((_, n): Step => (tried) => {
    const possible = n !== except && fits(tried, w, n);
    if (possible) {
      tried.add(w, n);
    }
    return possible;
  });
  return makeBest(state, steps, budget, "nothing");
}

function keepCurrent(state: State, w: number, budget: Budget): void {
  const { nodes, current, stays } = state.model;
  const spread = state.model.strictSpread[w];
  nodes.forEach((_, n) => {
    const entry = w * nodes.length + n;
    const counted = spread === undefined || (spread.domainOf[n] ?? -1) >= 0 || (stays[entry] ?? 0) > 0;
    for (let pods = current[entry] ?? 0; pods > 0 && counted && fitsIgnoringSpread(state, w, n); pods--) {
      state.add(w, n);
    }
  });
  // A workload's pods are alike. Which of them end because there are too many, or leave a domain that is too full, is
  // for the objectives to say.
  let released = true;
  while (released && (state.unplaced(w) < 0 || (spread !== undefined && state.spreadSkew(w) > spread.maxSkew))) {
    const fullest = nodes.reduce((most, _, n) => Math.max(most, state.spreadCount(w, n)), 0);
    const steps = nodes.map((_, n): Step => (tried) => {
      const possible = tried.count(w, n) > 0 && tried.spreadCount(w, n) === fullest;
      if (possible) {
        take(tried, w, n);
      }
      return possible;
    });
    released = makeBest(state, steps, budget, "nothing");
  }
}
