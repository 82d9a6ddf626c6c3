import type { State } from "../search/state";

/** Name of the constraint in a plan's `blockedBy`. */
export const antiAffinityConstraint = "anti-affinity";

/**
 * Whether no pod of the workload is in the node's domain yet. A node without the topology key is in no domain, so
 * nothing there can conflict.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/interpodaffinity/filtering.go
 */
export function keepsApart(state: State, w: number, n: number): boolean {
  const topology = state.model.antiAffinity[w];
  if (topology === undefined) {
    return true;
  }
  const domain = topology.domainOf[n] ?? -1;
  return domain < 0 || state.antiAffinityCount(w, domain) === 0;
}
