import type { PlannedObjective } from "../../infra/placement/plan-document";
import { isProven } from "../../infra/placement/proven";

/** How far an objective can be from the best, for reading: `optimal`, or per cent with as many decimals as it takes. */
export function gapText(objective: PlannedObjective): string {
  if (isProven(objective)) {
    return "optimal";
  }
  return `${(objective.gap * 100).toFixed(objective.gap < 0.001 ? 2 : 1)} %`;
}
