import type { Solver } from "../exact/solver";
import type { PlacementProblem } from "../problem";
import { assign, podsPerNode } from "../search/assign";

/** The problem that remains after its plan has been carried out: every movable pod runs where the plan has it. */
export function carriedOut(problem: PlacementProblem, solver?: Solver): PlacementProblem {
  const pods = podsPerNode(assign(problem, solver));
  return {
    ...problem,
    workloads: problem.workloads.map((row) => (row.mode === "replicas" ? { ...row, current: pods.get(row.id) ?? {} } : row)),
  };
}
