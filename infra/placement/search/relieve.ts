import { excessPerMille } from "../objectives/ceilings";
import { type Budget, makeBest, type Step } from "./best";
import { isBetter } from "./is-better";
import { cpu, memory } from "./model";
import { placeOne } from "./start";
import type { State } from "./state";
import { put, take } from "./step";
import { takeExcess } from "./take-excess";

/** Nodes that stay above a ceiling before the others are taken to be no better. */
const patience = 16;
/** Pods of a node above a ceiling that are tried, each with those that must be with it: the largest. */
const pledgesTried = 4;
/** Nodes that are tried for each of them. */
const targetsTried = 12;

/**
 * Brings nodes above a ceiling below it where no other has the room as things are: one of the largest pods there goes, with
 * all that must be with it, to a node that others leave for it, as many as the ceilings ask. Moves of single pods do not
 * bring this about: what fills half a node finds no room where all nodes are equally full. Where not every pod has a node,
 * there is none to spare.
 *
 * @returns whether anything has become better.
 */
export function relieveNodes(state: State, budget: Budget): boolean {
  const { movable, nodes, workloads } = state.model;
  if (workloads.some((_, w) => movable[w] === 1 && state.unplaced(w) > 0)) {
    return false;
  }
  const above = [...nodes.keys()]
    .map((n) => ({ n, excess: excessPerMille(state, n) }))
    .filter(({ excess }) => excess > 0)
    .sort((a, b) => b.excess - a.excess || a.n - b.n);
  let improved = false;
  let failures = 0;
  for (const { n } of above) {
    while (excessPerMille(state, n) > 0 && makeBest(state, reliefs(state, n, budget), budget, "now")) {
      improved = true;
    }
    failures += Number(excessPerMille(state, n) > 0);
    if (failures === patience) {
      break;
    }
  }
  return improved;
}

/** Steps that take one of its largest pods off the node, up to the first after which all is as it should be. */
function* reliefs(state: State, from: number, budget: Budget): Iterable<Step> {
  const { movable } = state.model;
  const before = Float64Array.from(state.totals);
  const largestFirst = state
    .workloadsOn(from)
    .filter((w) => movable[w] === 1)
    .map((w) => ({ w, share: shareWithCompany(state, w, from) }))
    .sort((a, b) => b.share - a.share || a.w - b.w);
  const found = { relief: false };
  for (const { w } of largestFirst.slice(0, pledgesTried)) {
    for (const to of state.index?.emptiest(w, targetsTried) ?? []) {
      if (found.relief) {
        return;
      }
      if (to !== from) {
        yield (tried) => {
          const moved = moveUnder(tried, take(tried, w, from), to, budget);
          found.relief = moved && excessPerMille(tried, from) + excessPerMille(tried, to) === 0 && isBetter(tried.totals, before);
          return moved;
        };
      }
    }
  }
}

/** How much of the node a pod takes, with those that leave with it. */
function shareWithCompany(state: State, w: number, n: number): number {
  const mark = state.mark();
  const free = (r: number): number => state.free(n, r) / Math.max(1, state.model.capacity[n * state.model.width + r] ?? 0);
  const before = free(cpu) + free(memory);
  take(state, w, n);
  const share = free(cpu) + free(memory) - before;
  state.undo(mark);
  return share;
}

/** Puts pods on a node once it has room for them under its ceilings. What leaves it for that finds another. */
function moveUnder(state: State, pods: readonly number[], to: number, budget: Budget): boolean {
  const { leader, rank, requests, width } = state.model;
  const amounts = new Float64Array(width);
  for (const w of pods) {
    for (let r = 0; r < width; r++) {
      amounts[r] = (amounts[r] ?? 0) + (requests[w * width + r] ?? 0);
    }
  }
  const leaving = takeExcess(state, to, { amounts, companions: new Set(pods.flatMap((w) => [w, leader[w] ?? -1])) });
  if (!put(state, pods, to)) {
    return false;
  }
  for (const w of leaving.toSorted((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0))) {
    placeOne(state, w, budget);
  }
  return !state.isBroken;
}
