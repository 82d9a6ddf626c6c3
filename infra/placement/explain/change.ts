import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";

/** A change to a problem that a person can make. */
export interface Change {
  /** For reading: `tolerate gpu:NoSchedule`. */
  readonly text: string;
  /** Only for sorting: a line in a table costs little, hardware costs much. */
  readonly cost: number;
  readonly apply: (problem: PlacementProblem) => PlacementProblem;
  /** Of a change by an amount: how much it is, and the same change by another amount. */
  readonly amount?: Amount;
}

/** How much a change is, in whole units: thousandths of a core, mebibytes, pieces. */
export interface Amount {
  readonly units: number;
  readonly resized: (units: number) => Change;
}

/** A change to one workload. */
export function onWorkload(
  id: string,
  cost: number,
  text: string,
  change: (workload: PlacementWorkload) => PlacementWorkload,
): Omit<Change, "amount"> {
  return {
    cost,
    text,
    apply: (problem) => ({
      ...problem,
      workloads: problem.workloads.map((workload) => (workload.id === id ? change(workload) : workload)),
    }),
  };
}

/** A change to one node. */
export function onNode(name: string, cost: number, text: string, change: (node: PlacementNode) => PlacementNode): Omit<Change, "amount"> {
  return {
    cost,
    text,
    apply: (problem) => ({ ...problem, nodes: problem.nodes.map((node) => (node.name === name ? change(node) : node)) }),
  };
}
