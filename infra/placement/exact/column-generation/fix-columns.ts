import type { LinearProgram } from "../linear-program";
import { inexactness } from "../minimise";
import { bestPacking } from "./knapsack";
import type { NodeProblems } from "./node-problems";
import type { PatternBound } from "./pattern-bound";
import { profitsAt } from "./pricing";

/** Branches that one question may take. */
const stepLimit = 2_000;

/**
 * Fixes columns of one pod that no placement with at most `value` has at 1, or at 0: with the pod forced onto the node, or off
 * it, the node's best pattern loses more than the value leaves (variable fixing; Posta, Ferland and Michelon, "An exact
 * method with variable fixing for solving the generalized assignment problem", 2012).
 */
export function fixColumns(program: LinearProgram, problems: NodeProblems, { prices, relaxed }: PatternBound, value: number): void {
  const { bound, gains, patterns } = relaxed;
  const slack = value - bound + 2 * inexactness(value);
  problems.nodes.forEach((problem, k) => {
    const profits = profitsAt(problem, prices);
    const gain = gains[k] ?? 0;
    const floor = gain + problem.idle - slack;
    const inside = new Set(patterns[k]?.items);
    problem.columns.forEach((number, i) => {
      const column = program.columns[number];
      if (column?.lower !== 0 || column.upper !== 1 || (inside.has(i) && gain <= slack)) {
        return;
      }
      const forced = inside.has(i) ? { without: i } : { within: i };
      if (bestPacking(...problem.dimensions, profits, { ...forced, floor, steps: stepLimit }).bound <= floor) {
        column.upper = inside.has(i) ? 1 : 0;
        column.lower = column.upper;
      }
    });
  });
}
