import { maySleep } from "../objectives/watts";
import type { ObjectiveName } from "../problem";
import { type Budget, makeBest, type Step } from "./best";
import { drain, moveIn } from "./neighbourhoods";
import { bestOf } from "./probe";
import { placeMissing } from "./start";
import { isBetter, type State } from "./state";
import { put, take } from "./step";

/** Rounds over all nodes; in each, a pod moves at most once. Most of what can be gained comes in the first two. */
const rounds = 4;
/** Nodes that are tried for a pod without one. */
const ejectionTargets = 12;
/** Pods without a node, or nodes to empty, that in a row bring nothing before the others are taken to be no better. */
const patience = 64;

/**
 * Improves a plan that is too large to try every step: pods without a node make room for themselves, then every pod may
 * move to one of the nodes that the index picks, those on the worst nodes first, then the emptiest nodes are emptied where
 * that saves power. It ends after a number of rounds, never by the clock.
 */
export function improveLarge(state: State, budget: Budget): void {
  const zero = new Float64Array(state.levels.length);
  for (let round = 0; round < rounds; round++) {
    let improved = placeMissing(state, budget);
    improved = makeRoomForAll(state, budget) || improved;
    improved = moveAll(state, zero) || improved;
    improved = (savesPower(state.model.problem.objectives) && emptyNodes(state, budget)) || improved;
    if (!improved) {
      return;
    }
  }
}

/** Emptying a node brings anything only where evenness, which it spoils, comes after watts. */
function savesPower(objectives: readonly ObjectiveName[]): boolean {
  const watts = objectives.indexOf("watts");
  const balance = objectives.indexOf("balance");
  return watts >= 0 && (balance < 0 || watts < balance);
}

function makeRoomForAll(state: State, budget: Budget): boolean {
  const { movable, order, workloads } = state.model;
  let improved = false;
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
      improved = true;
    }
  }
  return improved;
}

function moveAll(state: State, zero: Float64Array): boolean {
  let improved = false;
  for (const n of worstFirst(state)) {
    for (const w of state.workloadsOn(n)) {
      if (state.model.movable[w] === 1) {
        improved = moveBest(state, w, n, zero) || improved;
      }
    }
  }
  return improved;
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
function moveBest(state: State, w: number, from: number, zero: Float64Array): boolean {
  const mark = state.mark();
  const before = Float64Array.from(state.totals);
  const taken = take(state, w, from);
  const { node, change } = bestOf(state, w, state.index?.candidates(w) ?? [], from);
  if (node >= 0) {
    for (let l = 0; l < change.length; l++) {
      change[l] = (change[l] ?? 0) + (state.totals[l] ?? 0) - (before[l] ?? 0);
    }
    const mostMoves = state.model.problem.maxMoves ?? Number.POSITIVE_INFINITY;
    // Followers weigh too, so their move is judged when it has been made.
    if ((isBetter(change, zero) || taken.length > 1) && put(state, taken, node)) {
      if (isBetter(state.totals, before) && !state.isBroken && state.movesMade <= mostMoves) {
        return true;
      }
    }
  }
  state.undo(mark);
  return false;
}

function emptyNodes(state: State, budget: Budget): boolean {
  const fullness = Float64Array.from(
    state.model.nodes,
    (_, n) => state.used(n, 0) / Math.max(1, state.model.capacity[n * state.model.width] ?? 0),
  );
  const emptiestFirst = [...state.model.nodes.keys()]
    .filter((n) => (state.busy[n] ?? 0) > 0 && maySleep(state.model, n))
    .sort((a, b) => (fullness[a] ?? 0) - (fullness[b] ?? 0) || a - b);
  let improved = false;
  let failures = 0;
  for (const n of emptiestFirst) {
    if (failures === patience) {
      break;
    }
    const emptied = makeBest(state, [(tried): boolean => drain(tried, n, budget)], budget, "now");
    failures = emptied ? 0 : failures + 1;
    improved ||= emptied;
  }
  return improved;
}
