import type { Model } from "highs";
import { type LinearForm, type LinearProgram, type Square, tangent } from "./linear-program";
import type { Solver } from "./solver";

/** How much the solver may do, in counts: the same on every machine. */
export interface Effort {
  /** Simplex iterations of one relaxation. */
  readonly relaxation: number;
  /** Simplex iterations that are left for all searches over whole numbers. */
  searches: number;
}

export interface Task {
  readonly form: LinearForm;
  /** The least value known, and columns that lead to it; the others follow from them. */
  readonly value: number;
  readonly incumbent: { readonly indices: readonly number[]; readonly values: readonly number[] };
  /** A bound this close below the value is good enough. */
  readonly tolerance: number;
  readonly effort: Effort;
  /** Whether all has been done already to find a smaller value, so that only the bound matters. Default: false. */
  readonly isImproved?: boolean;
}

/** Options without which HiGHS looks for better points besides the tree as well. */
const treeAlone = {
  mip_heuristic_effort: 0,
  mip_heuristic_run_feasibility_jump: false,
  mip_heuristic_run_rens: false,
  mip_heuristic_run_rins: false,
  mip_heuristic_run_root_reduced_cost: false,
} as const;

/** What is known without whole numbers. */
export interface RelaxedMinimum {
  /** No point of the program has a smaller value. */
  readonly bound: number;
  readonly columns: Float64Array;
  /** By how much the bound rises, at least, with each unit that a column is away from its limit. */
  readonly reducedCosts: Float64Array;
  /** By how much it rises with each unit that a row's limit rises. */
  readonly rowPrices: Float64Array;
}

export interface WholeMinimum {
  /** No point of the program that has whole numbers where it must has a smaller value. */
  readonly bound: number;
  /** The best point found; absent when nothing was found. */
  readonly columns?: Float64Array;
  /** Whether the effort was spent before the tolerance was reached. */
  readonly exhausted: boolean;
}

/** Rounds of tangents at the relaxation's optimum; the bound rises with each, by less and less. */
const relaxationRounds = 40;
/** Objectives are scaled to about this value, far from the solver's absolute tolerances. */
const scaledValue = 1000;
/** What the solver's arithmetic may be off by, relative to the value. */
const arithmetic = 1e-7;

export function scaleOf({ value }: Task): number {
  return scaledValue / Math.max(1, Math.abs(value));
}

/** What the solver's arithmetic may be off by. */
export function inexactness(value: number): number {
  return arithmetic * Math.max(1, Math.abs(value));
}

/** Minimises without whole numbers; adds tangents until the squares are right where the minimum is. */
export function relaxedMinimum({ highs }: Solver, program: LinearProgram, task: Task): RelaxedMinimum | undefined {
  const scale = scaleOf(task);
  return highs.withModel(program.toModelData(task.form, scale, false), (model) => {
    model.options.set({ output_flag: false, solver: "simplex", simplex_iteration_limit: task.effort.relaxation });
    let best: RelaxedMinimum | undefined;
    for (let round = 0; round < relaxationRounds; round++) {
      model.run();
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) {
        break;
      }
      const { colValue: columns, colDual, rowDual } = model.getSolution();
      best = {
        bound: model.getObjectiveValue() / scale - inexactness(task.value),
        columns,
        reducedCosts: colDual.map((cost) => cost / scale),
        rowPrices: rowDual.map((price) => price / scale),
      };
      const missed = program.squares.filter((square) => shortfall(square, columns) > 1e-6);
      if (missed.length === 0 || best.bound >= task.value - task.tolerance) {
        break;
      }
      for (const square of missed) {
        const at = columns[square.root] ?? 0;
        const [lower, terms] = tangent(square, at);
        program.addTangent(square, at);
        model.addRow(lower, highs.infinity, { indices: terms.map(([column]) => column), values: terms.map(([, value]) => value) });
      }
    }
    return best;
  });
}

/** The least value over whole numbers, as far as the effort goes; takes from it what it needs. */
export function wholeMinimum({ highs }: Solver, program: LinearProgram, task: Task): WholeMinimum {
  const scale = scaleOf(task);
  return highs.withModel(program.toModelData(task.form, scale, true), (model): WholeMinimum => {
    model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: Math.max(1e-6, task.tolerance * scale),
      // A program this small is searched faster than begun anew.
      mip_allow_restart: false,
      ...(task.isImproved === true ? treeAlone : {}),
    });
    model.setSolution(task.incumbent);
    let iterations = 0;
    model.run({
      [highs.constants.callbackType.mipInterrupt]: (event): undefined => {
        iterations = Math.max(iterations, Number(event.data.mip_total_lp_iterations ?? 0));
        if (iterations > task.effort.searches) {
          event.interrupt();
        }
      },
    });
    task.effort.searches -= iterations;
    const status = model.getModelStatus();
    const { optimal, infeasible } = highs.constants.modelStatus;
    if (status === infeasible) {
      return { bound: Number.POSITIVE_INFINITY, exhausted: false };
    }
    const reached = status === optimal ? Math.min(model.getObjectiveValue(), dualBound(model)) : dualBound(model);
    const found = Number(model.info.get("primal_solution_status")) === 2;
    return {
      bound: reached / scale - inexactness(task.value),
      ...(found ? { columns: model.getSolution().colValue } : {}),
      exhausted: status !== optimal,
    };
  });
}

function shortfall({ root, column, weight }: Square, columns: Float64Array): number {
  const square = weight * (columns[root] ?? 0) ** 2;
  return (square - (columns[column] ?? 0)) / Math.max(1e-9, square);
}

function dualBound(model: Model): number {
  return Number(model.info.get("mip_dual_bound"));
}
