import type { Solver } from "../exact/solver";
import { maySleep } from "../objectives/watts";
import { type Budget, makeBest, type Step } from "./best";
import { bringLeaders } from "./bring-leader";
import { consolidate } from "./consolidate";
import { improveLargeWithinLimit } from "./large-limited";
import { putTogether } from "./move-together";
import { drain, moveIn } from "./neighbourhoods";
import { bestOf } from "./probe";
import { relieveNodes } from "./relieve";
import { savesPower } from "./saves-power";
import type { RankedLevels } from "./search";
import { placeMissing } from "./start";
import { isBetter } from "./is-better";
import type { State } from "./state";
import { put, take } from "./step";

/** Rounds of steps. In the first every pod may move; it brings most of what can be gained, and the next most of the rest. */
const rounds = 8;
/** In the following rounds, one node in so many gives pods away: those that are worst off. */
const laterShare = 4;
/** Nodes that are tried for a pod without one. */
const ejectionTargets = 12;
/** Pods without a node, or nodes to empty, that in a row bring nothing before the others are taken to be no better. */
const patience = 64;

/** What a round has to bring of an amount for another to follow: a thousandth. Pods that find a node always count. */
const worthwhile = 0.001;

/**
 * Improves a plan that is too large to try every step: pods without a node make room for themselves, then every pod may
 * move to one of the nodes that the index picks, those on the worst nodes first, then the emptiest nodes are emptied where
 * that saves power. It ends after a number of rounds, or when a round brings next to nothing; never by the clock.
 *
 * @param solver says which nodes should sleep, where that saves power.
 * @returns whether that was worth it. If not, everything is where it was.
 */
export function improveLarge(state: State, ranked: RankedLevels, budget: Budget, solver?: Solver): boolean {
  const { maxMoves, objectives } = state.model.problem;
  const mark = state.mark();
  const before = Float64Array.from(state.totals);
  const guide = savesPower(objectives) && maxMoves === undefined ? solver : undefined;
  for (const by of guide === undefined ? [undefined] : [guide, undefined]) {
    if (by !== undefined) {
      consolidate(state, ranked, by);
    }
    descend(state, ranked, budget);
    if (isWorthwhile(before, state.totals, ranked.objectiveOf)) {
      return true;
    }
    state.undo(mark);
  }
  return false;
}

function descend(state: State, { objectiveOf }: RankedLevels, budget: Budget): void {
  const power = savesPower(state.model.problem.objectives);
  const zero = new Float64Array(state.levels.length);
  let last = Float64Array.from(state.totals);
  const { maxMoves, objectives } = state.model.problem;
  if (maxMoves !== undefined) {
    placeMissing(state, budget);
    makeRoomForAll(state, budget);
    improveLargeWithinLimit(state, maxMoves, power, budget);
    return;
  }
  for (let round = 0; round < rounds; round++) {
    placeMissing(state, budget);
    makeRoomForAll(state, budget);
    bringLeaders(state, budget);
    const worst = worstFirst(state);
    moveAll(state, round === 0 ? worst : worst.slice(0, Math.ceil(worst.length / laterShare)), zero);
    if (power) {
      emptyNodes(state, budget);
    }
    const goesOn = round + 1 < rounds && isWorthwhile(last, state.totals, objectiveOf);
    if (!goesOn && !(objectives.includes("ceilings") && relieveNodes(state, budget))) {
      return;
    }
    last = Float64Array.from(state.totals);
  }
}

/** Whether the first level that has changed has become better by enough. */
function isWorthwhile(before: Float64Array, after: Float64Array, objectiveOf: RankedLevels["objectiveOf"]): boolean {
  const l = before.findIndex((value, level) => value !== after[level]);
  const objective = objectiveOf[l];
  const gain = (before[l] ?? 0) - (after[l] ?? 0);
  return objective === "ceilings" || objective === "watts" || objective === "balance" ? gain > worthwhile * (before[l] ?? 0) : gain > 0;
}

function makeRoomForAll(state: State, budget: Budget): void {
  const { movable, order, workloads } = state.model;
  // Where one of a tier finds nothing, a smaller or less important pod may.
  const failures = [0, 0, 0, 0, 0];
  for (const w of order) {
    const tier = workloads[w]?.tier ?? 0;
    while (movable[w] === 1 && state.unplaced(w) > 0 && (failures[tier] ?? 0) < patience) {
      const steps = (state.index?.emptiest(w, ejectionTargets) ?? []).map(
        (to): Step =>
          (tried) =>
            moveIn(tried, [w], to, budget),
      );
      if (!makeBest(state, steps, budget, "now")) {
        failures[tier] = (failures[tier] ?? 0) + 1;
        break;
      }
      failures[tier] = 0;
    }
  }
}

/** Every movable pod of the nodes goes where it is better, if anywhere. */
function moveAll(state: State, nodes: readonly number[], zero: Float64Array): void {
  const before = new Float64Array(zero.length);
  for (const n of nodes) {
    for (const w of state.workloadsOn(n)) {
      // It may have gone along with what it must be with.
      if (state.model.movable[w] === 1 && state.count(w, n) > 0) {
        before.set(state.totals);
        moveBest(state, w, n, before, zero);
      }
    }
  }
}

/** Nodes that have pods, those first whose terms in the levels are largest. */
function worstFirst(state: State): readonly number[] {
  const terms = state.levels.flatMap(({ node }) =>
    node === undefined ? [] : [Float64Array.from(state.model.nodes, (_, n) => node(state, n))],
  );
  return [...state.model.nodes.keys()]
    .filter((n) => (state.busy[n] ?? 0) > 0)
    .sort((a, b) => {
      const different = terms.find((each) => each[a] !== each[b]);
      return different === undefined ? a - b : (different[b] ?? 0) - (different[a] ?? 0);
    });
}

/** Moves one pod of the workload, with those that must be where it is, to the best of its candidates if that is better. */
function moveBest(state: State, w: number, from: number, before: Float64Array, zero: Float64Array): void {
  const mark = state.mark();
  const taken = take(state, w, from);
  if (!(taken.length > 1 ? putTogether(state, taken, from, before) : putAlone(state, w, from, before, zero))) {
    state.undo(mark);
  }
}

/** Puts a pod that has been taken off a node down elsewhere, if that is better than where it was. */
function putAlone(state: State, w: number, from: number, before: Float64Array, zero: Float64Array): boolean {
  const { node, change } = bestOf(state, w, state.index?.candidates(w) ?? [], from);
  for (let l = 0; l < change.length; l++) {
    change[l] = (change[l] ?? 0) + (state.totals[l] ?? 0) - (before[l] ?? 0);
  }
  return node >= 0 && isBetter(change, zero) && put(state, [w], node) && !state.isBroken;
}

function emptyNodes(state: State, budget: Budget): void {
  const fullness = Float64Array.from(
    state.model.nodes,
    (_, n) => state.used(n, 0) / Math.max(1, state.model.capacity[n * state.model.width] ?? 0),
  );
  const emptiestFirst = [...state.model.nodes.keys()]
    .filter((n) => (state.busy[n] ?? 0) > 0 && maySleep(state.model, n))
    .sort((a, b) => (fullness[a] ?? 0) - (fullness[b] ?? 0) || a - b);
  let failures = 0;
  for (const n of emptiestFirst) {
    if (failures === patience) {
      break;
    }
    const emptied = makeBest(state, [(tried): boolean => drain(tried, n, budget)], budget, "now");
    failures = emptied ? 0 : failures + 1;
  }
}
