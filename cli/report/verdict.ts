import type { Plan, PlannedObjective } from "../../infra/placement/plan-document";
import { isProven } from "../../infra/placement/proven";
import { gapText } from "./gap-text";

/** How good a plan is, for reading; of one that is not proven, how far the first objective in doubt may be from the best. */
export function verdict(plan: Plan): string {
  const open = plan.objectives.find((objective) => !isProven(objective));
  switch (plan.status) {
    case "optimal":
      return "proven optimal";
    case "infeasible":
      return "infeasible";
    case "feasible":
      return open === undefined ? "feasible" : `feasible, ${open.name} ${doubt(open)}`;
  }
}

/** Against a bound of 0 a share says nothing. */
function doubt(open: PlannedObjective): string {
  return open.bound > 0 ? `within ${gapText(open)} of the best possible` : "not proven to be the best possible";
}
