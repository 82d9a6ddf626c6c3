import type { PlacementProblem } from "../problem";
import { assuming } from "./assuming";

/**
 * The problem with a limit on how many pods may move. A pod that would start on a new node because its own is gone
 * counts; one that starts with the plan, or ends with it, does not. Pods that may not be where they run can stay there
 * for want of moves; to have few of these comes right after giving every pod a node.
 */
export function limitMoves(problem: PlacementProblem, maxMoves: number): PlacementProblem {
  const objectives = problem.objectives.flatMap((name) => (name === "place" ? [name, "left-behind" as const] : [name]));
  return assuming(problem, { maxMoves, objectives }, `with at most ${maxMoves} ${maxMoves === 1 ? "pod" : "pods"} moved`);
}
