import { relax } from "./certificate/relaxation";
import { explainUnplaced } from "./explain/unplaced";
import { type Plan, planVersion } from "./plan-document";
import type { PlacementProblem } from "./problem";
import { reportNodes, reportObjectives, reportWorkloads } from "./report";
import { type Assignment, assign } from "./search/assign";

/**
 * Plans the placement of every workload: pure, and the same for the same problem whatever the order of its nodes and
 * workloads and however fast the machine.
 *
 * A plan names a *set* of nodes per workload, because one pod template cannot say how many pods go to each. The search
 * decides counts and every count is feasible; which other ways there are for the scheduler to fill the sets, and whether
 * each is feasible, is for `completionFindings` in worst-case/ to say.
 */
export function plan(problem: PlacementProblem): Plan {
  return describePlan(problem, assign(problem));
}

/** The plan that an assignment of the problem is, with reasons, bounds, and what would help where it falls short. */
export function describePlan(problem: PlacementProblem, assignment: Assignment): Plan {
  const unplaced = explainUnplaced(assignment);
  const relaxation = relax(assignment.model, unplaced.length === 0);
  const objectives = reportObjectives(assignment, relaxation);
  const proven = objectives.every(({ gap }) => gap === 0);
  return {
    version: planVersion,
    stack: problem.stack,
    ...(problem.assumptions === undefined ? {} : { assumptions: problem.assumptions }),
    status: unplaced.length > 0 ? "infeasible" : proven ? "optimal" : "feasible",
    objectives,
    nodes: reportNodes(assignment),
    workloads: reportWorkloads(assignment),
    unplaced,
  };
}
