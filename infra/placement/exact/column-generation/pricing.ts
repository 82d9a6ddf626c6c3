import { bestPacking } from "./knapsack";
import type { NodeProblem, NodeProblems } from "./node-problems";

/** A set of items on a node. */
export interface Pattern {
  /** The node's place among the problems. */
  readonly node: number;
  readonly items: readonly number[];
}

/** The Lagrangian relaxation of the rows that give every pod a node. */
export interface Relaxed {
  /** No placement has a smaller value. */
  readonly bound: number;
  /** Of each node, what its pattern brings beyond what it costs, and the pattern that brings most. */
  readonly gains: readonly number[];
  readonly patterns: readonly Pattern[];
}

/** How much weaker than it could be a bound may be, to spare time: this share of the value. */
export const precision = 5e-5;
/** Branches of one knapsack: on the way to good prices, and where a bound counts. Where they do not do, the knapsack's relaxation is what counts. */
export const quick = 300;
export const thorough = 20_000;

/**
 * @param prices what a pod of each workload is worth.
 * @param slack how much weaker than it could be the bound may be, to spare time.
 * @param steps branches of each knapsack.
 */
export function relaxedAt({ constant, nodes, wanted }: NodeProblems, prices: Float64Array, slack: number, steps: number): Relaxed {
  const gains: number[] = [];
  const patterns = nodes.map((problem, node): Pattern => {
    const { bound, items = [] } = bestPacking(...problem.dimensions, profitsAt(problem, prices), {
      steps,
      precision: slack / nodes.length,
    });
    const gain = Math.max(0, bound - problem.idle);
    gains.push(gain);
    return { node, items: gain > 0 ? items : [] };
  });
  const worth = wanted.reduce((sum, pods, w) => sum + pods * (prices[w] ?? 0), constant);
  return { bound: gains.reduce((rest, gain) => rest - gain, worth), gains, patterns };
}

/** What each item is worth beyond its cost. */
export function profitsAt({ workloads, costs }: NodeProblem, prices: Float64Array): Float64Array {
  return costs.map((cost, i) => (prices[workloads[i] ?? 0] ?? 0) - cost);
}

/** Pods of each workload in a pattern. */
export function podsIn({ nodes }: NodeProblems, { node, items }: Pattern): ReadonlyMap<number, number> {
  const pods = new Map<number, number>();
  for (const i of items) {
    const w = nodes[node]?.workloads[i] ?? 0;
    pods.set(w, (pods.get(w) ?? 0) + 1);
  }
  return pods;
}

export function costOf({ nodes }: NodeProblems, { node, items }: Pattern): number {
  const problem = nodes[node];
  if (problem === undefined || items.length === 0) {
    return 0;
  }
  const squares = problem.dimensions.map(({ weights, start, curvature }) => {
    const load = items.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
    return curvature * load * (2 * start + load);
  });
  return [...squares, ...items.map((i) => problem.costs[i] ?? 0)].reduce((sum, cost) => sum + cost, problem.idle);
}
