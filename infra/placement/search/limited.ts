import { type Budget, type Step, makeBest } from "./best";
import { drains, ejections, moves, swaps } from "./neighbourhoods";
import { placeMissing } from "./start";
import type { State } from "./state";
import { put, take } from "./step";

/**
 * Descends with a limit on moves. Every move takes one from the others, so each time the best of all is made, not the
 * best of one workload's; and when the limit is reached, one that was made is given up for a better one.
 */
export function improveWithinLimit(state: State, budget: Budget): void {
  const movable = state.model.order.filter((w) => state.model.movable[w] === 1);
  const bestOf = (steps: (w: number) => Iterable<Step>): boolean => makeBest(state, ofAll(movable, steps), budget, "now");
  let improved = true;
  while (improved) {
    improved = placeMissing(state, budget);
    improved ||= bestOf((w) => (state.unplaced(w) > 0 ? ejections(state, w, budget) : []));
    improved ||= bestOf((w) => moves(state, w));
    improved ||= bestOf((w) => exchanges(state, w, movable));
    improved ||= bestOf((w) => swaps(state, w));
    improved ||= makeBest(state, drains(state, budget), budget, "now");
  }
}

function* ofAll(movable: readonly number[], steps: (w: number) => Iterable<Step>): Iterable<Step> {
  for (const w of movable) {
    yield* steps(w);
  }
}

/** A pod of the workload that has moved goes back to where it runs now, and one of any workload moves instead. */
function* exchanges(state: State, w: number, movable: readonly number[]): Iterable<Step> {
  const { nodes } = state.model;
  const running = (n: number): number => state.model.running(w, n);
  const nodeNumbers = nodes.map((_, n) => n);
  const back = nodeNumbers
    .filter((there) => state.count(w, there) > running(there))
    .flatMap((there) => nodeNumbers.filter((home) => state.count(w, home) < running(home)).map((home) => ({ there, home })));
  for (const { there, home } of back) {
    for (const other of movable) {
      for (const from of state.nodesOf(other)) {
        for (const to of nodeNumbers) {
          if (to !== from && state.model.admits(other, to)) {
            yield (tried) =>
              put(tried, take(tried, w, there), home) &&
              tried.count(other, from) > 0 &&
              put(tried, take(tried, other, from), to) &&
              !tried.isBroken;
          }
        }
      }
    }
  }
}
