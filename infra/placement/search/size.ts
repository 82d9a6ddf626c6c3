import type { ModelFacts } from "./model";

/**
 * Nodes times movable workloads up to which the search looks at every node for every pod. A round then tries some ten
 * times as many steps for moves, and the square of the workloads for swaps: seconds at this size, minutes at ten times
 * it. Above, nodes are picked by {@link NodeIndex}.
 */
const exhaustivePairs = 20_000;

/** Whether the problem is too large to look at every pair of a node and a workload. */
export function isLarge({ nodes, workloads }: Pick<ModelFacts, "nodes" | "workloads">): boolean {
  return nodes.length * workloads.length > exhaustivePairs;
}
