import type { PlacementNode, PlacementWorkload } from "../problem";
import { unmetRequirements } from "./requirements";
import { blockingTaints } from "./taints";
import { unmetTarget } from "./target";

/** Whether kube-scheduler could ever bind the workload's pods to the node: what depends on the two of them alone. */
export function isUsable(workload: PlacementWorkload, node: PlacementNode): boolean {
  return blockingTaints(workload, node).length === 0 && unmetRequirements(node, workload.requires).length === 0;
}

/** Whether the planner may choose the node: usable, and within the target. */
export function isAdmitted(workload: PlacementWorkload, node: PlacementNode): boolean {
  return isUsable(workload, node) && unmetTarget(workload, node).length === 0;
}
