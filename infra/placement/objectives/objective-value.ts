import type { ObjectiveName } from "../problem";
import type { Assignment } from "../search/assign";
import { objectives } from ".";

/** The value of one of the problem's objectives, as the plan reports it. */
export function objectiveValue({ ranked, state }: Pick<Assignment, "ranked" | "state">, name: ObjectiveName): number {
  return (
    objectives[name].measure?.(state) ?? ranked.objectiveOf.reduce((sum, of, l) => sum + (of === name ? (state.totals[l] ?? 0) : 0), 0)
  );
}
