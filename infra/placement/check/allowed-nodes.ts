import type { PlacementNode, PlacementWorkload } from "../problem";
import { type PlanRule, pathOf } from "./checked-plan";
import { isTolerated, matches } from "./node-match";

/** Pods are only on nodes whose taints they tolerate and whose labels they ask for; what is fixed is where it was. */
export const checkAllowedNodes: PlanRule = ({ problem, planned, nodes }) =>
  problem.workloads.flatMap((workload) => {
    const { nodes: on = [], failover = [] } = planned.get(workload.id) ?? {};
    const messages =
      workload.mode === "fixed"
        ? fixedElsewhere(
            Object.keys(workload.current)
              .filter((name) => nodes.has(name))
              .sort(),
            on,
          )
        : [
            ...on.flatMap((name) => against(workload, nodes.get(name))),
            ...failover.filter((name) => !mayFallBack(workload, nodes.get(name), on)).map((name) => `may not fall back to ${name}`),
          ];
    return messages.map((message) => ({ path: pathOf(workload), message }));
  });

function fixedElsewhere(running: readonly string[], on: readonly string[]): readonly string[] {
  return running.join() === on.join() ? [] : [`is fixed on ${running.join(", ")} but planned on ${on.join(", ")}`];
}

function against(workload: PlacementWorkload, node: PlacementNode | undefined): readonly string[] {
  if (node === undefined) {
    return [];
  }
  return [
    ...(mayUse(workload, node) ? [] : [`may not run on ${node.name}: taints or requirements`]),
    ...(workload.mode !== "replicas" || matches(workload.target, node) ? [] : [`has its target elsewhere than ${node.name}`]),
  ];
}

function mayFallBack(workload: PlacementWorkload, node: PlacementNode | undefined, on: readonly string[]): boolean {
  return node === undefined || (mayUse(workload, node) && (workload.core || !node.controlPlane) && !on.includes(node.name));
}

function mayUse(workload: PlacementWorkload, node: PlacementNode): boolean {
  return isTolerated(workload, node) && matches(workload.requires, node);
}
