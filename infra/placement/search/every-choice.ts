import { Budget } from "./best";
import { isBetter } from "./is-better";
import type { Model } from "./model";
import { type RankedLevels, stateOf } from "./search";
import { start } from "./start";
import { State } from "./state";
import { fitsBeforeOthers } from "./step";

/** Up to so many choices all are tried, within a fraction of a second. */
const mostChoices = 20_000;
/** Pods put down in trying them. */
const mostSteps = 20 * mostChoices;

/**
 * Of all placements that keep the limit on moves, the best: by trying each, where there are few enough; else, and where
 * none is better, the given one. Descending step by step ends where only several steps at once would be better, and moves
 * that each take one from the others often are only better together.
 */
export function bestChoice(model: Model, { levels }: RankedLevels, found: State): State {
  const { maxMoves } = model.problem;
  if (maxMoves === undefined || choices(model, maxMoves) > mostChoices) {
    return found;
  }
  const budget = new Budget(mostSteps);
  const state = new State(model, levels);
  start(state, budget);
  const movable = model.order.filter((w) => model.movable[w] === 1);
  for (const w of movable.toReversed()) {
    for (const n of [...state.nodesOf(w)]) {
      while (state.count(w, n) > 0) {
        state.remove(w, n);
      }
    }
  }
  // While a workload is not decided, its running pods count as moved.
  const undecided = movable.map((w) => movesOfNone(state, w));
  const least = Float64Array.from(found.totals);
  const none = state.mark();
  let best: readonly number[] | undefined;
  const decide = (i: number, later: number): void => {
    const w = movable[i];
    if (w === undefined) {
      if (!state.isBroken && isBetter(state.totals, least)) {
        least.set(state.totals);
        best = state.changesSince(none);
      }
      return;
    }
    const laterStill = later - (undecided[i] ?? 0);
    const constraints = state.constraintsOf(w);
    const mayEver = (n: number): boolean => model.mayStay(w, n) > 0 || constraints.every(({ couldAllow }) => couldAllow?.(w, n) ?? true);
    const putFrom = (first: number): void => {
      if (state.movesMade - laterStill <= maxMoves) {
        decide(i + 1, laterStill);
      }
      for (let n = first; n < model.nodes.length && state.unplaced(w) > 0; n++) {
        if (mayEver(n) && fitsBeforeOthers(state, w, n) && budget.spend()) {
          const mark = state.mark();
          state.add(w, n);
          putFrom(n);
          state.undo(mark);
        }
      }
    };
    putFrom(0);
  };
  decide(
    0,
    undecided.reduce((sum, moves) => sum + moves, 0),
  );
  if (best === undefined) {
    return found;
  }
  state.replay(best);
  return stateOf(model, levels, state.entries());
}

/** What the workload's having no pod counts for: those that could stay. */
function movesOfNone(state: State, w: number): number {
  const { model } = state;
  const mark = state.mark();
  const moves = state.movesMade;
  for (const n of model.runningNodes(w)) {
    for (let pod = 0; pod < model.running(w, n); pod++) {
      state.add(w, n);
    }
  }
  const kept = moves - state.movesMade;
  state.undo(mark);
  return kept;
}

/** At least how many placements there are with so many moves, whether or not they are allowed; it stops counting at some point. */
function choices(model: Model, maxMoves: number): number {
  const nodes = model.nodes.length;
  let running = 0;
  let starting = 1;
  model.order.forEach((w) => {
    if (model.movable[w] === 1) {
      const here = model.runningNodes(w).reduce((sum, n) => sum + model.running(w, n), 0);
      running += Math.min(here, model.wanted[w] ?? 0);
      starting *= ways(Math.max(0, (model.wanted[w] ?? 0) - here), nodes);
    }
  });
  let moving = 1;
  let sum = 1;
  for (let moves = 1; moves <= Math.min(maxMoves, running) && sum <= mostChoices; moves++) {
    moving *= ((running - moves + 1) / moves) * nodes;
    sum += moving;
  }
  return starting * sum;
}

/** Ways to give so many alike pods a node or none. */
function ways(pods: number, nodes: number): number {
  let product = 1;
  for (let i = 1; i <= pods; i++) {
    product *= (nodes + i) / i;
  }
  return product;
}
