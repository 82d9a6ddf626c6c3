import type { Taint } from "../../hardware/schema";
import type { Toleration } from "../../workloads/schema";
import type { PlacementNode, PlacementWorkload } from "../problem";

/** Name of the constraint in a plan's `blockedBy`. */
export const taintsConstraint = "taints";

/**
 * Whether a toleration matches a taint: the effect is the same or absent, the key is the same or absent (an absent key
 * needs `Exists` and matches every taint), and with `Equal` the value is the same.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== taint.effect) {
    return false;
  }
  if (toleration.key === undefined) {
    return toleration.operator === "Exists";
  }
  return toleration.key === taint.key && (toleration.operator === "Exists" || (toleration.value ?? "") === taint.value);
}

/**
 * Taints that keep the workload off the node: `NoSchedule` and `NoExecute` ones that it does not tolerate. A cordon is a
 * state of the moment and stands in no table; to plan without a node, leave it out.
 */
export function blockingTaints(workload: PlacementWorkload, node: PlacementNode): readonly Taint[] {
  return untolerated(workload, node).filter((taint) => taint.effect !== "PreferNoSchedule");
}

/** Taints that speak against the node without forbidding it: `PreferNoSchedule` ones that it does not tolerate. */
export function discouragingTaints(workload: PlacementWorkload, node: PlacementNode): readonly Taint[] {
  return untolerated(workload, node).filter((taint) => taint.effect === "PreferNoSchedule");
}

/** `key=value:Effect`, or `key:Effect` when the value is empty, as kubectl writes it. */
export function formatTaint(taint: Taint): string {
  return `${taint.key}${taint.value === "" ? "" : `=${taint.value}`}:${taint.effect}`;
}

/** In an order of their own, so that none shows in a plan that has no meaning. */
function untolerated(workload: PlacementWorkload, node: PlacementNode): readonly Taint[] {
  return node.taints
    .filter((taint) => !workload.tolerations.some((toleration) => tolerates(toleration, taint)))
    .sort((a, b) => (formatTaint(a) < formatTaint(b) ? -1 : 1));
}
