import { relax } from "./certificate/relaxation";
import { explainUnplaced } from "./explain/unplaced";
import { type Plan, planVersion } from "./plan-document";
import type { PlacementProblem } from "./problem";
import { reportNodes, reportObjectives, reportWorkloads } from "./report";
import { assign } from "./search/assign";

/**
 * Plans the placement of every workload: pure, and the same for the same problem whatever the order of its nodes and
 * workloads and however fast the machine.
 *
 * A plan names a *set* of nodes per workload, because one pod template cannot say how many pods go to each. The search
 * decides counts and every count is feasible; that each other way in which the scheduler may fill the sets is feasible
 * too is not checked.
 */
export function plan(problem: PlacementProblem): Plan {
  const assignment = assign(problem);
  const unplaced = explainUnplaced(assignment);
  const relaxation = relax(assignment.model, unplaced.length === 0);
  const objectives = reportObjectives(assignment, relaxation);
  const proven = objectives.every(({ gap }) => gap === 0);
  return {
    version: planVersion,
    stack: problem.stack,
    status: unplaced.length > 0 ? "infeasible" : proven ? "optimal" : "feasible",
    objectives,
    nodes: reportNodes(assignment),
    workloads: reportWorkloads(assignment),
    unplaced,
  };
}
