import type { NodeProblems } from "./node-problems";
import { type Pattern, podsIn, precision, quick, relaxedAt } from "./pricing";

/** Prices of all workloads' pods, and the bound that they prove. */
export interface Priced {
  readonly bound: number;
  readonly prices: Float64Array;
}

/** Rounds without a better bound after which steps are halved. */
const patience = 5;
/** How much of the last direction goes into the next (Camerini, Fratta and Maffioli, 1975). */
const deflection = 0.6;

/**
 * Raises the prices of pods that too few nodes have and lowers those that too many have. It comes near the best prices
 * sooner than the master problem alone, whose first prices are far off.
 *
 * @param target a value that no bound is above.
 * @param found is told every pattern on the way.
 */
export function climb(
  problems: NodeProblems,
  start: Float64Array,
  target: number,
  rounds: number,
  found: (pattern: Pattern) => void,
): Priced {
  const { wanted } = problems;
  const prices = Float64Array.from(start);
  const direction = new Float64Array(wanted.length);
  let best: Priced = { bound: Number.NEGATIVE_INFINITY, prices: start };
  let pace = 1;
  let stale = 0;
  for (let round = 0; round < rounds; round++) {
    const { bound, patterns } = relaxedAt(problems, prices, precision * Math.abs(target), quick);
    patterns.forEach(found);
    stale = bound > best.bound + 1e-5 * Math.abs(target) ? 0 : stale + 1;
    if (bound > best.bound) {
      best = { bound, prices: Float64Array.from(prices) };
    }
    if (stale >= patience) {
      pace /= 2;
      stale = 0;
      direction.fill(0);
      prices.set(best.prices);
      continue;
    }
    direction.forEach((last, w) => {
      direction[w] = deflection * last + (wanted[w] ?? 0);
    });
    for (const pattern of patterns) {
      for (const [w, pods] of podsIn(problems, pattern)) {
        direction[w] = (direction[w] ?? 0) - pods;
      }
    }
    const norm = direction.reduce((sum, each) => sum + each * each, 0);
    if (norm < 1e-9) {
      break;
    }
    const step = (pace * Math.max(target - bound, 1e-4 * Math.abs(target))) / norm;
    direction.forEach((each, w) => {
      prices[w] = (prices[w] ?? 0) + step * each;
    });
  }
  return best;
}
