import { provenGap } from "../proven";
import type { LinearProgram } from "./linear-program";

/** On each side of the relaxation's optimum, this many tangents are as close as the tolerance asks; the next are ever farther apart. */
const closeTangents = 4;

/**
 * Tangents of every square around where the relaxation has its root: so close that a sum of squares is exact to a quarter
 * of the tolerance where placements of nearly the least value are, and out to where none better than the known one can be.
 *
 * @param slack how far the relaxation's sum of squares is below that of the best placement known, at most.
 */
export function tangentsAround(program: LinearProgram, columns: Float64Array, slack: number): void {
  const weights = program.squares.reduce((sum, { weight }) => sum + weight, 0);
  const squares = program.squares.reduce((sum, { root, weight }) => sum + weight * (columns[root] ?? 0) ** 2, 0);
  const close = Math.sqrt((provenGap * squares) / weights);
  if (!(close > 0)) {
    return;
  }
  for (const square of program.squares) {
    const middle = columns[square.root] ?? 0;
    const reach = Math.sqrt(Math.max(0, slack) / square.weight);
    let step = close;
    for (let distance = close, k = 1; distance < reach + step; distance += step, k++) {
      step = k > closeTangents ? step * 1.7 : step;
      for (const at of [middle - distance, middle + distance]) {
        const { lower, upper } = program.columns[square.root] ?? { lower: 0, upper: 0 };
        if (at > lower && at < upper) {
          program.addTangent(square, at);
        }
      }
    }
  }
}
