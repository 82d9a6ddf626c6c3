import { restartWeight } from "../objectives/restarts";
import { placeBase } from "./base";
import { type Budget, type Step, makeBest } from "./best";
import { savesPower } from "./saves-power";
import type { State } from "./state";
import { placeProbed } from "./probe";
import { fits, fitsBeforeOthers, take } from "./step";
import { targetsFor } from "./targets";

/**
 * The plan to improve on: what runs now, as far as it may stay. Then every pod without a node, the most important and
 * the largest first, goes where it does the objectives most good.
 */
export function start(state: State, budget: Budget): void {
  const { maxMoves, objectives } = state.model.problem;
  // With few nodes all steps are tried anyway. Where nodes are emptied, pods that have not run yet go elsewhere again.
  const joins = state.index !== undefined && maxMoves === undefined && !savesPower(objectives);
  placeBase(state);
  for (const w of state.model.order) {
    if (state.model.movable[w] === 1) {
      keepCurrent(state, w, budget);
      if (joins) {
        joinFollowers(state, w);
      }
    }
  }
  if (maxMoves !== undefined) {
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
  // A pod of one workload may stand in the way of another's spread.
  const wasBroken = state.isBroken;
  const holds = (tried: State): boolean => wasBroken || !tried.isBroken;
  const { maxMoves } = state.model.problem;
  if (state.index !== undefined) {
    const mark = state.mark();
    const mostMoves = Math.max(state.movesMade, maxMoves ?? Number.POSITIVE_INFINITY);
    const placed = placeProbed(state, w, state.index.candidates(w), except);
    if (!placed || (holds(state) && state.movesMade <= mostMoves)) {
      return placed;
    }
    state.undo(mark);
    // With a limit, a node that takes no move may be left.
    if (maxMoves === undefined) {
      return false;
    }
  }
  const steps = targetsFor(state, w).map((n): Step => (tried) => {
    if (n === except || !fits(tried, w, n)) {
      return false;
    }
    tried.add(w, n);
    return holds(tried);
  });
  return makeBest(state, steps, budget, "nothing");
}

/** Pods that start with the plan go where pods that must be with them run, so that these can stay. */
function joinFollowers(state: State, w: number): void {
  const { followers, running, runningNodes } = state.model;
  const stakes = new Map<number, number>();
  for (const follower of followers(w)) {
    for (const n of runningNodes(follower)) {
      stakes.set(n, (stakes.get(n) ?? 0) + running(follower, n) * restartWeight(state.model, follower));
    }
  }
  for (const [n] of [...stakes].sort(([a, first], [b, second]) => second - first || a - b)) {
    if (state.unplaced(w) > 0 && state.count(w, n) === 0 && fits(state, w, n)) {
      state.add(w, n);
    }
  }
}

function keepCurrent(state: State, w: number, budget: Budget): void {
  const { model } = state;
  const constraints = state.constraintsOf(w);
  for (const n of model.runningNodes(w)) {
    const possible = model.mayStay(w, n) > 0 || constraints.every((constraint) => constraint.couldAllow?.(w, n) ?? true);
    for (let pods = model.running(w, n); pods > 0 && possible && fitsBeforeOthers(state, w, n); pods--) {
      state.add(w, n);
    }
  }
  // A workload's pods are alike. Which of them end because there are too many, or leave a domain that is too full, is
  // for the objectives to say.
  const isBroken = (): boolean => constraints.some((constraint) => constraint.isBroken?.(w) === true);
  const crowding = (n: number): number => constraints.reduce((sum, constraint) => sum + (constraint.crowding?.(w, n) ?? 0), 0);
  let released = true;
  while (released && (state.unplaced(w) < 0 || isBroken())) {
    const crowded = state.nodesOf(w).map((n) => ({ n, crowding: crowding(n) }));
    const most = crowded.reduce((all, each) => Math.max(all, each.crowding), 0);
    const steps = crowded.flatMap(({ n, crowding: here }): readonly Step[] =>
      here < most
        ? []
        : [
            (tried) => {
              take(tried, w, n);
              return true;
            },
          ],
    );
    released = makeBest(state, steps, budget, "nothing");
  }
}
