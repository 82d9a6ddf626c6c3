import type { PlacementProblem } from "../problem";

/** The problem with a change, and the change said for reading after what was assumed before. */
export function assuming(problem: PlacementProblem, change: Partial<PlacementProblem>, assumption: string): PlacementProblem {
  return { ...problem, ...change, assumptions: [...(problem.assumptions ?? []), assumption] };
}
