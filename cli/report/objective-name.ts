import type { PlannedObjective } from "../../infra/placement/plan-document";
import { count } from "./format";

/**
 * An objective's name in a table: with the pods that move beside the disruption, which counts restarts by tier.
 *
 * @param podsMoved absent where it is not known.
 */
export function objectiveName({ name }: PlannedObjective, podsMoved?: number): string {
  return name === "disruption" && podsMoved !== undefined ? `${name} (${count(podsMoved, "pod moves", "pods move")})` : name;
}
