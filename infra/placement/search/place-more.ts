import { type Shares, shareOut } from "../aggregate/shares";
import { shapesOf } from "../aggregate/shapes";
import type { Solver } from "../exact/solver";
import { placeBase } from "./base";
import type { Budget } from "./best";
import { bringLeaders } from "./bring-leader";
import { guidedStart } from "./guided-start";
import { ruinAndRecreate } from "./ruin";
import type { Model } from "./model";
import type { RankedLevels } from "./search";
import { placeMissing } from "./start";
import { isBetter } from "./is-better";
import { State } from "./state";

/**
 * For a large problem in which pods have no node: leaders go where there is room for what must be with them. If that is not
 * enough, it starts anew as a linear program shares the pods out, if there is a solver and that is better, then empties and
 * refills a few nodes at a time. Returns what it was given when nothing is missing, or when only so many pods may move.
 */
export function placeMore(state: State, ranked: RankedLevels, budget: Budget, solver: Solver | undefined): State {
  const { model } = state;
  const isComplete = (): boolean => model.workloads.every((_, w) => model.movable[w] !== 1 || state.unplaced(w) <= 0);
  if (model.problem.maxMoves !== undefined || isComplete()) {
    return state;
  }
  bringLeaders(state, budget);
  if (isComplete()) {
    return state;
  }
  const shapes = shapesOf(model);
  const shares = solver === undefined ? undefined : shareOut(solver, baseOf(model), shapes);
  const best = shares === undefined ? state : betterOf(state, guidedBy(shares));
  ruinAndRecreate(best, ranked, shapes, shares?.leastUnplaced ?? 0);
  return best;

  function guidedBy(found: Shares): State {
    const guided = new State(model, ranked.levels);
    guidedStart(guided, shapes, found);
    placeMissing(guided, budget);
    return guided;
  }
}

/** What the plan does not decide, and nothing else. */
function baseOf(model: Model): State {
  const base = new State(model, []);
  placeBase(base);
  return base;
}

function betterOf(first: State, second: State): State {
  return isBetter(second.totals, first.totals) ? second : first;
}
