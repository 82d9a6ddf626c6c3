import type { Assignment } from "./search/assign";
import { compareText } from "./search/model";

/** Pods of one workload that leave one node for another. */
export interface PodMove {
  readonly namespace: string;
  readonly name: string;
  /** The problem may have this node no more. */
  readonly from: string;
  readonly to: string;
  readonly pods: number;
}

/**
 * Who moves from where to where, by workload, then by node. A workload's pods are alike: which of those that leave
 * becomes which of those that arrive is a choice, made in the order of the nodes' names.
 */
export function podMoves({ model, state }: Assignment): readonly PodMove[] {
  return model.workloads.flatMap(({ namespace, name, current }, w) => {
    const still = (n: number | undefined): number => (n === undefined ? 0 : state.count(w, n));
    const left = Object.entries(current)
      .map(([node, pods]) => ({ node, pods: pods - still(model.nodeIndex.get(node)) }))
      .filter(({ pods }) => pods > 0)
      .sort((a, b) => compareText(a.node, b.node))
      .flatMap(({ node, pods }) => Array<string>(pods).fill(node));
    const arrived = state
      .nodesOf(w)
      .flatMap((n) => Array<string>(Math.max(0, state.count(w, n) - model.running(w, n))).fill(model.nodes[n]?.name ?? ""));
    return pairMoves({ namespace, name }, left.slice(0, state.moved(w)), arrived);
  });
}

/** One pod for each node that is left and the one of those that are come to in its place; pods that go the same way together. */
export function pairMoves(
  workload: Pick<PodMove, "namespace" | "name">,
  left: readonly string[],
  arrived: readonly string[],
): readonly PodMove[] {
  const pairs = left.flatMap((from, pod) => (arrived[pod] === undefined ? [] : [{ from, to: arrived[pod] }]));
  return [...Map.groupBy(pairs, ({ from, to }) => JSON.stringify([from, to])).values()].flatMap((group) =>
    group.slice(0, 1).map(({ from, to }) => ({ ...workload, from, to, pods: group.length })),
  );
}
