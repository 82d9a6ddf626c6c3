import { inexactness } from "../minimise";
import type { Solver } from "../solver";
import type { NodeProblems } from "./node-problems";
import { type Pattern, precision, quick, type Relaxed, relaxedAt, thorough } from "./pricing";
import type { State } from "../../search/state";
import type { PlacementProgram } from "../placement-program";
import { RestrictedMaster } from "./restricted-master";
import { climb, type Priced } from "./subgradient";

export interface PatternTask {
  /** The least value known, and what each node has there. */
  readonly value: number;
  readonly incumbent: readonly Pattern[];
  /** A bound this close below the value is good enough. */
  readonly tolerance: number;
  /** What a pod of each workload is worth, to begin with. */
  readonly prices: Float64Array;
  /** Rounds of the master problem; half as many go before them. */
  readonly rounds: number;
}

/** The best prices found, and everything that they say. */
export interface PatternBound extends Priced {
  readonly relaxed: Relaxed;
}

/** The share of the best prices so far in those that are tried next. */
const smoothing = 0.7;
/** Bound and master problem are equal when they differ by less than this share of the value. */
const converged = 1e-5;

/**
 * The bound from whole patterns: Dantzig–Wolfe decomposition by nodes, whose patterns are priced by exact knapsacks. What
 * is charged on a node at once (squares of its load, idling) is exact in a pattern, unlike in the relaxation of columns.
 * Prices between those of the master problem and the best so far keep the first rounds from straying (Wentges, "Weighted
 * Dantzig–Wolfe decomposition", 1997). Whatever round it ends with, the best bound so far is right.
 */
export function patternBound(solver: Solver, problems: NodeProblems, task: PatternTask): PatternBound {
  const { value, tolerance } = task;
  const penalty = 3 * task.prices.reduce((most, price) => Math.max(most, Math.abs(price)), 1);
  const master = new RestrictedMaster(solver, problems, 1000 / Math.max(1, Math.abs(value)), penalty);
  try {
    task.incumbent.forEach((pattern) => master.add(pattern));
    let best = climb(problems, task.prices, value, Math.ceil(task.rounds / 2), (pattern) => master.add(pattern));
    let share = smoothing;
    let misses = 0;
    for (let round = 0; round < task.rounds && misses <= 4 && best.bound < value - tolerance; round++) {
      const minimum = master.solve();
      if (minimum === undefined || minimum.value - best.bound <= converged * Math.abs(value)) {
        break;
      }
      const centre = best.prices;
      const prices = minimum.prices.map((price, w) => share * (centre[w] ?? 0) + (1 - share) * price);
      const { bound, patterns } = relaxedAt(problems, prices, precision * Math.abs(value), quick);
      best = bound > best.bound ? { bound, prices } : best;
      const added = patterns.filter((pattern) => master.add(pattern)).length;
      misses = added > 0 ? 0 : misses + 1;
      share = added > 0 ? smoothing : misses > 2 ? 0 : share / 2;
    }
    const relaxed = relaxedAt(problems, best.prices, 0, thorough);
    return { bound: Math.max(best.bound, relaxed.bound) - inexactness(value), prices: best.prices, relaxed };
  } finally {
    master.dispose();
  }
}

/** What each node has in a state. */
export function patternsOf({ nodes }: NodeProblems, { workloads }: PlacementProgram, state: State): readonly Pattern[] {
  return nodes.map(({ workloads: places, columns }, node): Pattern => {
    const left = new Map<number, number>();
    return {
      node,
      items: [...columns.keys()].filter((i) => {
        const place = places[i] ?? 0;
        const rest = left.get(place) ?? state.count(workloads[place] ?? 0, node);
        left.set(place, rest - 1);
        return rest > 0;
      }),
    };
  });
}
