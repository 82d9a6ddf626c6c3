import type { Relaxation } from "../certificate/relaxation";
import type { Term } from "../exact/linear-program";
import type { Solver } from "../exact/solver";
import { wholeBound } from "../objectives/objective";
import { objectiveValue } from "../objectives/objective-value";
import type { ObjectiveName } from "../problem";
import type { Assignment } from "../search/assign";
import { poolForms } from "./pool-forms";
import { poolProgram } from "./pool-program";
import { restartsToEmpty } from "./restarts-to-empty";
import { solvePools } from "./solve-pools";

/**
 * Bounds of watts, balance and disruption for a plan too large to prove. In the order of the objectives, each is minimised
 * with the earlier ones no worse than they are. Where the program is too large or not solved, nothing is added.
 *
 * @param relaxation of the problem with everything placed.
 */
export function poolBounds(assignment: Assignment, relaxation: Relaxation, solver: Solver): ReadonlyMap<ObjectiveName, number> {
  const { model } = assignment;
  const { objectives } = model.problem;
  const value = (name: ObjectiveName): number => objectiveValue(assignment, name);
  const posed = poolProgram(relaxation, {
    underCeilings: objectives.includes("ceilings") && value("ceilings") === 0,
    coreAlone: value("control-plane") === 0,
    restartsToEmpty: restartsToEmpty(relaxation),
  });
  const bounds = new Map<ObjectiveName, number>();
  for (const name of posed === undefined ? [] : objectives) {
    if (posed !== undefined && (name === "watts" || name === "disruption" || name === "balance")) {
      const form = poolForms[name](posed);
      const scale = 1e6 / Math.max(1, value(name));
      const least = solvePools(posed, form, scale, solver)?.least;
      if (least !== undefined) {
        bounds.set(name, wholeBound(least - 1e-6 * Math.abs(least)));
      }
      posed.program.addRow(
        Number.NEGATIVE_INFINITY,
        form.terms.map(([column, factor]): Term => [column, factor * scale]),
        (value(name) - form.offset) * scale,
      );
    }
  }
  return bounds;
}
