import type { PlacementNode, PlacementWorkload } from "../problem";
import type { NodeConstraint, Obstacle } from "./constraint";
import { formatRequirement, requirementsConstraint, unmetRequirements } from "./requirements";
import { blockingTaints, formatTaint, taintsConstraint } from "./taints";
import { targetConstraint, unmetTarget } from "./target";

/** Whether kube-scheduler could ever bind the workload's pods to the node: what depends on the two of them alone. */
export function isUsable(workload: PlacementWorkload, node: PlacementNode): boolean {
  return blockingTaints(workload, node).length === 0 && unmetRequirements(node, workload.requires).length === 0;
}

/** Whether the planner may choose the node: usable, and within the target. */
export function isAdmitted(workload: PlacementWorkload, node: PlacementNode): boolean {
  return isUsable(workload, node) && unmetTarget(workload, node).length === 0;
}

/** What of taints, requirements and target keeps the workload's pods from starting on the node by plan. */
export function refusals(workload: PlacementWorkload, node: PlacementNode): readonly Obstacle[] {
  const taints = blockingTaints(workload, node);
  const unmet = unmetRequirements(node, workload.requires);
  const outside = workload.mode === "perNode" ? [] : unmetTarget(workload, node);
  return [
    ...(taints.length > 0 ? [{ constraint: taintsConstraint, reason: `taint ${taints.map(formatTaint).join(", ")}` }] : []),
    ...(unmet.length > 0 ? [{ constraint: requirementsConstraint, reason: `needs ${unmet.map(formatRequirement).join(" and ")}` }] : []),
    ...(outside.length > 0 ? [{ constraint: targetConstraint, reason: `target is ${outside.map(formatRequirement).join(" and ")}` }] : []),
  ];
}

/** Taints, requirements and target. The search asks `Model.admits` instead, a table of the same. */
export const admission: NodeConstraint = {
  obstacles: ({ model }, w, n) => (model.mayStart(w, n) ? [] : model.refusals(w, n)),
};
