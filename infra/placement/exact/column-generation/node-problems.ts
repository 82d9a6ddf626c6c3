import { cpu, memory } from "../../search/model";
import type { LinearForm } from "../linear-program";
import type { PlacementProgram } from "../placement-program";
import type { Dimension } from "./knapsack";

/** What one node may have, and what that costs. A pod is an item; several of a workload are several items. */
export interface NodeProblem {
  /** By item: its workload's place among those of the program, its column, and what it costs on the node. */
  readonly workloads: readonly number[];
  readonly columns: readonly number[];
  readonly costs: Float64Array;
  /** CPU and memory. */
  readonly dimensions: readonly [Dimension, Dimension];
  /** What the node costs as soon as it has any item. */
  readonly idle: number;
}

/** A form as what each node costs, and what is the same for every placement. */
export interface NodeProblems {
  readonly constant: number;
  readonly nodes: readonly NodeProblem[];
  /** Pods of each workload. */
  readonly wanted: readonly number[];
}

/**
 * Divides a program into one problem for each node: what the form costs there, CPU and memory. Rows that concern several
 * nodes are left out but for those that give every pod a node, and of columns that belong to no node the least is
 * counted. That makes it a relaxation of every program, and nearly no more than that where pods have relations.
 */
export function nodeProblems(placement: PlacementProgram, { offset, terms }: LinearForm): NodeProblems {
  const { model, program, workloads, base } = placement;
  const { width } = model;
  const costOf = new Map<number, number>();
  for (const [column, coefficient] of terms) {
    costOf.set(column, (costOf.get(column) ?? 0) + coefficient);
  }
  const take = (column: number): number => {
    const cost = costOf.get(column) ?? 0;
    costOf.delete(column);
    return cost;
  };
  const squares = new Map(program.squares.map((square) => [square.root, square]));
  let constant = offset;
  const nodes = model.nodes.map((_, n): NodeProblem => {
    const awake = placement.awake.get(n) ?? -1;
    const { lower: isAwake, upper: mayWake } = program.columns[awake] ?? { lower: 0, upper: 1 };
    const idle = take(awake);
    constant += isAwake * idle;
    const items = workloads.flatMap((w, place) => {
      const column = placement.column(w, n);
      if (column === undefined) {
        return [];
      }
      const item = { w, place, column, cost: take(column) };
      return Array.from({ length: mayWake * (program.columns[column]?.upper ?? 0) }, () => item);
    });
    const dimension = (r: number): Dimension => {
      const whole = Math.max(1, model.capacity[n * width + r] ?? 0);
      const square = squares.get(placement.knownShare(n, r) ?? -1);
      const start = base.used(n, r) / whole;
      const curvature = square === undefined ? 0 : take(square.column) * square.weight;
      constant += curvature * start * start;
      return {
        weights: Float64Array.from(items, ({ w }) => (model.requests[w * width + r] ?? 0) / whole),
        capacity: placement.room(n, r) / whole,
        start,
        curvature,
      };
    };
    return {
      workloads: items.map(({ place }) => place),
      columns: items.map(({ column }) => column),
      costs: Float64Array.from(items, ({ cost }) => cost),
      dimensions: [dimension(cpu), dimension(memory)],
      idle: (1 - isAwake) * idle,
    };
  });
  for (const [column, cost] of costOf) {
    const { lower = 0, upper = 0 } = program.columns[column] ?? {};
    constant += cost * (cost > 0 ? lower : upper);
  }
  return { constant, nodes, wanted: workloads.map((w) => model.wanted[w] ?? 0) };
}
