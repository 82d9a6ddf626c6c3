import type { NodeRequirement } from "../../workloads/schema";
import type { PlacementNode, PlacementWorkload } from "../problem";
import { unmetRequirements } from "./requirements";

/** Name of the constraint in a plan's `blockedBy`. */
export const targetConstraint = "target";

/**
 * The parts of a workload's target that the node does not meet. Planned nodes meet the target as they meet the
 * requirements; only a failover may leave it.
 */
export function unmetTarget(workload: PlacementWorkload, node: PlacementNode): readonly NodeRequirement[] {
  return unmetRequirements(node, workload.target);
}
