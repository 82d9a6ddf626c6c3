import type { Model } from "highs";
import type { Solver } from "../solver";
import type { NodeProblems } from "./node-problems";
import { costOf, type Pattern, podsIn } from "./pricing";

/** The best mixture of the patterns known so far. */
export interface MasterMinimum {
  readonly value: number;
  /** What one more pod of each workload would cost. */
  readonly prices: Float64Array;
}

/**
 * The linear program over the patterns known so far: every node has one, or parts of several that make one, and every pod has a
 * node. Pods too few or too many cost a penalty.
 */
export class RestrictedMaster {
  readonly #problems: NodeProblems;
  readonly #model: Model;
  readonly #scale: number;
  readonly #optimal: number;
  readonly #known = new Set<string>();

  /** @param scale what the objective is multiplied by. */
  constructor({ highs }: Solver, problems: NodeProblems, scale: number, penalty: number) {
    const { constant, wanted, nodes } = problems;
    this.#problems = problems;
    this.#scale = scale;
    this.#optimal = highs.constants.modelStatus.optimal;
    const limits = [...wanted, ...nodes.map(() => 1)];
    const slacks = 2 * wanted.length;
    this.#model = highs.createModel({
      numCols: slacks,
      numRows: limits.length,
      offset: constant * scale,
      colCost: new Float64Array(slacks).fill(penalty * scale),
      colLower: new Float64Array(slacks),
      colUpper: new Float64Array(slacks).fill(highs.infinity),
      rowLower: limits,
      rowUpper: limits,
      matrix: {
        format: "csc",
        numRows: limits.length,
        numCols: slacks,
        starts: Array.from({ length: slacks + 1 }, (_, i) => i),
        indices: Array.from({ length: slacks }, (_, i) => i % wanted.length),
        values: Array.from({ length: slacks }, (_, i) => (i < wanted.length ? 1 : -1)),
      },
    });
    this.#model.options.set({ output_flag: false, solver: "simplex" });
    nodes.forEach((_, node) => {
      this.add({ node, items: [] });
    });
  }

  /** @returns whether the pattern was new. */
  add(pattern: Pattern): boolean {
    const key = `${pattern.node}: ${pattern.items.toSorted((a, b) => a - b).join()}`;
    if (this.#known.has(key)) {
      return false;
    }
    this.#known.add(key);
    const pods = podsIn(this.#problems, pattern);
    this.#model.addCol(costOf(this.#problems, pattern) * this.#scale, 0, 1, {
      indices: [...pods.keys(), this.#problems.wanted.length + pattern.node],
      values: [...pods.values(), 1],
    });
    return true;
  }

  /** Undefined where the solver gives up. */
  solve(): MasterMinimum | undefined {
    try {
      this.#model.run();
    } catch {
      return undefined;
    }
    if (this.#model.getModelStatus() !== this.#optimal) {
      return undefined;
    }
    const prices = this.#model.getSolution().rowDual.slice(0, this.#problems.wanted.length);
    return { value: this.#model.getObjectiveValue() / this.#scale, prices: prices.map((price) => price / this.#scale) };
  }

  dispose(): void {
    this.#model.dispose();
  }
}
