import type { PlacementProblem } from "../placement/problem";
import type { Workload } from "../workloads/workload";

/** What a stack is with some number of nodes, as far as scaling needs to know. */
export interface SizedStack {
  readonly problem: PlacementProblem;
  readonly workloads: readonly Workload[];
}

/** What a node costs, and how long one is paid for after it is given back. */
export interface NodePrice {
  /** ISO 4217: `EUR`. */
  readonly currency: string;
  readonly perNodeAndMonth: number;
  /** How long a contract runs before it can end for the first time. It then goes on month by month. */
  readonly contractMonths: number;
  /** When the price was read, or where. */
  readonly source: string;
}

/**
 * Nodes of one kind that can be added and taken away. A larger fleet has all the nodes of a smaller one: indices are
 * names, and nothing is renumbered.
 */
export interface NodeFleet {
  readonly stack: string;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** How many the stack's configuration asks for. */
  readonly presentNodes: number;
  /** The stack with a number of nodes from `minNodes` to `maxNodes`. */
  readonly withNodes: (count: number) => SizedStack;
  readonly price: NodePrice;
}
