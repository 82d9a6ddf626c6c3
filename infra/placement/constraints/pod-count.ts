import type { State } from "../search/state";
import type { NodeConstraint } from "./constraint";

/** Name of the constraint in a plan's `blockedBy`. */
export const podCountConstraint = "pods";

/**
 * Whether the node may run one more pod. Every pod counts, whatever it requests.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/noderesources/fit.go
 */
export function hasPodSlot(state: State, n: number): boolean {
  return (state.pods[n] ?? 0) < (state.model.podCapacity[n] ?? 0);
}

export const podCount: NodeConstraint = {
  obstacles: (state, _, n) =>
    hasPodSlot(state, n) ? [] : [{ constraint: podCountConstraint, reason: `already runs ${state.pods[n] ?? 0} pods` }],
};
