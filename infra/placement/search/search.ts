import type { Level } from "../objectives/objective";
import { objectives } from "../objectives";
import type { Solver } from "../exact/solver";
import type { ObjectiveName } from "../problem";
import { Budget, makeBest } from "./best";
import type { Model } from "./model";
import { improveLarge } from "./large";
import { improveWithinLimit } from "./limited";
import { drains, ejections, moves, swaps } from "./neighbourhoods";
import { placeMore } from "./place-more";
import { repack } from "./repack";
import { savesPower } from "./saves-power";
import { placeMissing, start } from "./start";
import { isLarge } from "./size";
import { type PodCount, State } from "./state";

/** Steps that one search may try. A plan for a homelab needs some ten thousand. */
const stepLimit = 2_000_000;
/** How often the result is taken as the new starting point. Twice is usual. */
const settleLimit = 8;
/** The same of a large problem, where what little is left to gain ends it sooner. */
const largeSettleLimit = 3;

/** The levels of the problem's objectives in order, and which objective each belongs to. */
export interface RankedLevels {
  readonly levels: readonly Level[];
  readonly objectiveOf: readonly (ObjectiveName | "tie-break")[];
}

/** When `disruption` is not among the objectives it decides between plans that are otherwise equal. */
export function rankLevels(model: Model): RankedLevels {
  const ranked = model.problem.objectives.flatMap((name) => objectives[name].levels(model).map((level) => ({ name, level })));
  const tieBreak = objectives.disruption.levels(model).map((level) => ({ name: "tie-break" as const, level }));
  const all = [...ranked, ...tieBreak];
  return { levels: all.map(({ level }) => level), objectiveOf: all.map(({ name }) => name) };
}

/**
 * Starts from what runs now and descends: every step makes the first objective that it changes better. The result is
 * then taken as what runs now and searched again until nothing moves, so that a plan that has been carried out is its
 * own plan. No step that this finds can be bad for the original problem: a pod that moves twice counts at most twice.
 * With a limit on moves it is not searched again: what has been carried out may then move as many pods once more.
 *
 * @param solver guides the start of a large problem in which not every pod finds a node.
 */
export function search(model: Model, ranked: RankedLevels, solver?: Solver): State {
  const { levels } = ranked;
  const budget = new Budget(stepLimit);
  const started = new State(model, levels);
  start(started, budget);
  const state = isLarge(model) ? placeMore(started, ranked, budget, solver) : started;
  if (isLarge(model)) {
    let improved = improveLarge(state, ranked, budget, solver);
    for (let round = 0; improved && model.problem.maxMoves === undefined && round < largeSettleLimit; round++) {
      state.rebase();
      improved = improveLarge(state, ranked, budget, solver);
    }
    return stateOf(model, levels, state.entries());
  }
  if (model.problem.maxMoves !== undefined) {
    improveWithinLimit(state, budget);
    return stateOf(model, levels, state.entries());
  }
  improve(state, ranked, budget);
  for (let round = 0; round < settleLimit; round++) {
    const before = [...state.entries()];
    state.rebase();
    improve(state, ranked, budget);
    if (samePods(before, state)) {
      break;
    }
  }
  return stateOf(model, levels, state.entries());
}

/** The search for a small problem, from another placement than what runs now. */
export function improvedFrom(model: Model, ranked: RankedLevels, from: State): State {
  const state = stateOf(model, ranked.levels, from.entries());
  improve(state, ranked, new Budget(stepLimit));
  return stateOf(model, ranked.levels, state.entries());
}

/** A state with the given pods, counted against what runs now. */
export function stateOf(model: Model, levels: readonly Level[], counts: Iterable<PodCount>): State {
  const state = new State(model, levels);
  for (const [w, n, pods] of counts) {
    for (let pod = 0; pod < pods; pod++) {
      state.add(w, n);
    }
  }
  return state;
}

function samePods(before: readonly PodCount[], state: State): boolean {
  const now = [...state.entries()];
  return now.length === before.length && before.every(([w, n, pods], i) => now[i]?.[0] === w && now[i][1] === n && now[i][2] === pods);
}

/** Descends until no step that it knows makes the plan better, or the budget is spent. */
function improve(state: State, ranked: RankedLevels, budget: Budget): void {
  const power = savesPower(state.model.problem.objectives);
  const movable = state.model.order.filter((w) => state.model.movable[w] === 1);
  const each = (step: (w: number) => boolean): boolean => movable.reduce((improved, w) => step(w) || improved, false);
  let improved = true;
  while (improved) {
    improved = placeMissing(state, budget);
    improved = each((w) => state.unplaced(w) > 0 && makeBest(state, ejections(state, w, budget), budget, "now")) || improved;
    improved = each((w) => makeBest(state, moves(state, w), budget, "now")) || improved;
    improved ||= each((w) => makeBest(state, swaps(state, w), budget, "now"));
    improved ||= makeBest(state, drains(state, budget), budget, "now");
    improved ||= power && repack(state, ranked, budget);
  }
}
