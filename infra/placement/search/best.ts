import type { State } from "./state";

/** A change to a state; false when a constraint forbids it, with whatever it did so far still in place. */
export type Step = (state: State) => boolean;

/** Counts the steps that a search tries, so that it stops after the same number of them on every machine. */
export class Budget {
  #steps: number;

  constructor(steps: number) {
    this.#steps = steps;
  }

  spend(): boolean {
    this.#steps--;
    return this.#steps >= 0;
  }
}

/**
 * Tries each step and makes the best one, the first of equals. A step that moves more pods than the problem allows, and
 * more than have moved already, is none.
 *
 * @param than what the step must be better than: the state as it is, or nothing at all.
 * @returns whether a step was made.
 */
export function makeBest(state: State, steps: Iterable<Step>, budget: Budget, than: "now" | "nothing"): boolean {
  let best: readonly number[] | undefined;
  const least = Float64Array.from(state.totals);
  const mostMoves = Math.max(state.movesMade, state.model.problem.maxMoves ?? Number.POSITIVE_INFINITY);
  const mark = state.mark();
  for (const step of steps) {
    if (!budget.spend()) {
      break;
    }
    if (step(state) && state.movesMade <= mostMoves && ((best === undefined && than === "nothing") || state.isBetterThan(least))) {
      best = state.changesSince(mark);
      least.set(state.totals);
    }
    state.undo(mark);
  }
  if (best !== undefined) {
    state.replay(best);
  }
  return best !== undefined;
}
