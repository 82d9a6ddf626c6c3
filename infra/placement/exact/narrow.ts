import type { LinearProgram } from "./linear-program";
import { inexactness, type RelaxedMinimum } from "./minimise";

/**
 * Takes out of the columns' ranges what no point with at most this value has: a column that is at its limit where the
 * relaxation is least, and costs more to leave it than the value leaves.
 */
export function narrow(program: LinearProgram, { bound, columns, reducedCosts }: RelaxedMinimum, value: number): void {
  const slack = Math.max(0, value - bound) + inexactness(value);
  program.columns.forEach((column, i) => {
    const cost = reducedCosts[i] ?? 0;
    const at = columns[i] ?? 0;
    if (!column.whole || Math.abs(cost) * (column.upper - column.lower) <= slack) {
      return;
    }
    const steps = Math.floor(slack / Math.abs(cost));
    if (cost > 0 && at <= column.lower + 1e-6) {
      column.upper = Math.min(column.upper, column.lower + steps);
    } else if (cost < 0 && at >= column.upper - 1e-6) {
      column.lower = Math.max(column.lower, column.upper - steps);
    }
  });
}
