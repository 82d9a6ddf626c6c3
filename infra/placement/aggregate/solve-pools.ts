import type { LinearForm } from "../exact/linear-program";
import type { Solver } from "../exact/solver";
import type { PoolProgram } from "./pool-program";

const iterationLimit = 200_000;

/** The least of a form, what the columns are there, and by how much it falls with what each row allows more. */
export interface PoolSolution {
  readonly least: number;
  readonly columns: Float64Array;
  readonly rowPrices: Float64Array;
}

/**
 * @param scale by which the form is multiplied for the solver, to keep it far from its tolerances.
 * @returns undefined where the solver gives up.
 */
export function solvePools({ program }: PoolProgram, form: LinearForm, scale: number, { highs }: Solver): PoolSolution | undefined {
  return highs.withModel(program.toModelData(form, scale, false), (lp): PoolSolution | undefined => {
    lp.options.set({ output_flag: false, simplex_iteration_limit: iterationLimit });
    lp.run();
    if (lp.getModelStatus() !== highs.constants.modelStatus.optimal) {
      return undefined;
    }
    const { colValue, rowDual } = lp.getSolution();
    return { least: lp.getObjectiveValue() / scale, columns: colValue, rowPrices: rowDual.map((price) => -price / scale) };
  });
}
