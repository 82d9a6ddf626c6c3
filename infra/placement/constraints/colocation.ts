import type { State } from "../search/state";

/** Name of the constraint in a plan's `blockedBy`. */
export const colocationConstraint = "colocation";

/**
 * Whether the workload that this one must be with has a pod on the node: required pod affinity over single nodes.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export function hasCompany(state: State, w: number, n: number): boolean {
  const leader = state.model.leader[w] ?? noLeader;
  return leader === noLeader || (leader !== unknownLeader && state.count(leader, n) > 0);
}

/** In {@link Model.leader}: it may go anywhere. */
export const noLeader = -1;
/** In {@link Model.leader}: it must be with a workload that does not exist. */
export const unknownLeader = -2;
