import type { Model } from "highs";
import type { LinearProgram } from "./linear-program";
import { inexactness, scaleOf, type Task } from "./minimise";
import type { Solver } from "./solver";

/** One choice of all switches, and the least value that the relaxation has with it. */
export interface Setting {
  readonly bound: number;
  readonly values: readonly (0 | 1)[];
}

/** Relaxations that one search through the switches may solve. */
const relaxationLimit = 400;

type Fixed = readonly (0 | 1 | undefined)[];

interface Branch {
  readonly bound: number;
  readonly fixed: Fixed;
  /** Where the relaxation has the switches. */
  readonly values: readonly number[];
}

/** The relaxation of a program with some of its switches fixed, again and again. */
class SwitchedRelaxation {
  count = 0;
  #model: Model;
  readonly #solver: Solver;
  readonly #program: LinearProgram;
  readonly #task: Task;

  constructor(solver: Solver, program: LinearProgram, task: Task) {
    this.#solver = solver;
    this.#program = program;
    this.#task = task;
    this.#model = this.#create();
  }

  #create(): Model {
    const model = this.#solver.highs.createModel(this.#program.toModelData(this.#task.form, scaleOf(this.#task), false));
    model.options.set({ output_flag: false, solver: "simplex", simplex_iteration_limit: this.#task.effort.relaxation });
    return model;
  }

  /** Whether the solver came to an end. It may give up on a basis that it has come to by many changes. */
  #run(fixed: Fixed): boolean {
    const { columns, switches } = this.#program;
    switches.forEach((column, s) => {
      this.#model.changeColBounds(column, fixed[s] ?? columns[column]?.lower ?? 0, fixed[s] ?? columns[column]?.upper ?? 1);
    });
    try {
      this.#model.run();
      return true;
    } catch {
      this.#model.dispose();
      this.#model = this.#create();
      return false;
    }
  }

  /** Undefined when nothing is possible. What cannot be solved within the effort costs at least `atLeast`. */
  solve(fixed: Fixed, atLeast: number): Branch | undefined {
    const { switches } = this.#program;
    this.count++;
    if (!this.#run(fixed) && !this.#run(fixed)) {
      return { bound: atLeast, fixed, values: fixed.map((value) => value ?? 0.5) };
    }
    const { infeasible, optimal } = this.#solver.highs.constants.modelStatus;
    const status = this.#model.getModelStatus();
    if (status === infeasible) {
      return undefined;
    }
    const least = status === optimal ? this.#model.getObjectiveValue() / scaleOf(this.#task) - inexactness(this.#task.value) : atLeast;
    const { colValue } = this.#model.getSolution();
    return { bound: Math.max(least, atLeast), fixed, values: switches.map((column) => colValue[column] ?? 0) };
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/**
 * Settings of the switches, those with the least relaxation first, by branching on the most undecided one. A switch
 * decides so much more than a column of pods that few relaxations are enough where the solver's own branching needs
 * thousands.
 *
 * @returns what every setting that it has not given costs at least.
 */
export function* settings(solver: Solver, program: LinearProgram, task: Task): Generator<Setting, number> {
  const relaxation = new SwitchedRelaxation(solver, program, task);
  try {
    const open: Branch[] = [];
    const branch = (fixed: Fixed, atLeast: number): void => {
      const made = relaxation.solve(fixed, atLeast);
      if (made !== undefined) {
        open.push(made);
      }
    };
    branch(
      program.switches.map(() => undefined),
      Number.NEGATIVE_INFINITY,
    );
    while (relaxation.count < relaxationLimit) {
      const next = takeLeast(open);
      if (next === undefined) {
        return Number.POSITIVE_INFINITY;
      }
      const undecided = next.values.map((value, s) => (next.fixed[s] === undefined ? Math.min(value, 1 - value) : 0));
      const most = undecided.reduce((most, each) => Math.max(most, each), 0);
      if (most > 1e-6) {
        const at = undecided.indexOf(most);
        branch(next.fixed.with(at, 0), next.bound);
        branch(next.fixed.with(at, 1), next.bound);
        continue;
      }
      const values = next.values.map((value) => (value < 0.5 ? 0 : 1));
      yield { bound: next.bound, values };
      // All other settings of this branch: each differs first in one switch that is not fixed.
      let fixed = next.fixed;
      values.forEach((value, s) => {
        if (fixed[s] === undefined) {
          branch(fixed.with(s, value === 0 ? 1 : 0), next.bound);
          fixed = fixed.with(s, value);
        }
      });
    }
    return open.reduce((least, { bound }) => Math.min(least, bound), Number.POSITIVE_INFINITY);
  } finally {
    relaxation.dispose();
  }
}

/** Fixes every switch of which one position cannot be in a point with at most the task's value. */
export function fixSwitches(solver: Solver, program: LinearProgram, task: Task): void {
  if (program.switches.length === 0) {
    return;
  }
  const relaxation = new SwitchedRelaxation(solver, program, task);
  try {
    program.switches.forEach((number, s) => {
      const column = program.columns[number];
      for (const value of [0, 1] as const) {
        if (column !== undefined && column.lower < column.upper) {
          const branch = relaxation.solve(
            program.switches.map((_, other) => (other === s ? value : undefined)),
            Number.NEGATIVE_INFINITY,
          );
          if (branch === undefined || branch.bound > task.value + inexactness(task.value)) {
            column.lower = 1 - value;
            column.upper = 1 - value;
          }
        }
      }
    });
  } finally {
    relaxation.dispose();
  }
}

function takeLeast(open: Branch[]): Branch | undefined {
  let least = 0;
  open.forEach(({ bound }, i) => {
    least = bound < (open[least]?.bound ?? 0) ? i : least;
  });
  return open.splice(least, 1)[0];
}
