import type { DrainStep } from "./scaling-document";

/** How long all pods of a node may take to go. Longer than the longest grace period that is given to one. */
const drainTimeout = "15m";

/**
 * What empties nodes and takes them out of the cluster, one node after the other. Evictions honour disruption budgets: a
 * drain waits for them, and fails when it has waited too long.
 *
 * @param nodes In the order in which they go.
 */
export function drainSteps(nodes: readonly string[]): readonly DrainStep[] {
  return nodes
    .flatMap((node): readonly Omit<DrainStep, "step">[] => [
      { node, action: "cordon", why: "nothing new starts there", command: ["kubectl", "cordon", node] },
      {
        node,
        action: "drain",
        why: "its pods are evicted as their disruption budgets allow, and start elsewhere; scratch volumes (emptyDir) are lost",
        command: ["kubectl", "drain", node, "--ignore-daemonsets", "--delete-emptydir-data", `--timeout=${drainTimeout}`],
      },
      { node, action: "delete", why: "the cluster forgets it, so that nothing waits for it", command: ["kubectl", "delete", "node", node] },
    ])
    .map((step, i) => ({ step: i + 1, ...step }));
}
