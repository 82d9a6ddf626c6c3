import { relax } from "./certificate/relaxation";
import { allowedNodes } from "./emit/allowed-nodes";
import type { Solver } from "./exact/solver";
import { explainUnplaced } from "./explain/unplaced";
import { type Plan, planVersion } from "./plan-document";
import type { PlacementProblem } from "./problem";
import { isProven } from "./proven";
import { reportNodes, reportObjectives, reportWorkloads } from "./report";
import { surgeShortfalls } from "./rollout/surge";
import { type Assignment, assign, podsPerNode } from "./search/assign";

/**
 * Plans the placement of every workload: pure, and the same for the same problem whatever the order of its nodes and
 * workloads and however fast the machine.
 *
 * A plan names a *set* of nodes per workload, because one pod template cannot say how many pods go to each. The search
 * decides counts and every count is feasible; which other ways there are for the scheduler to fill the sets, and whether
 * each is feasible, is for `completionFindings` in worst-case/ to say.
 *
 * @param solver from `loadSolver` in exact/. Without it the plan is what the search finds, with bounds that prove less.
 */
export function plan(problem: PlacementProblem, solver?: Solver): Plan {
  return describePlan(problem, assign(problem, solver));
}

/** The plan that an assignment of the problem is, with reasons, bounds, and what would help where it falls short. */
export function describePlan(problem: PlacementProblem, assignment: Assignment): Plan {
  const unplaced = explainUnplaced(assignment);
  const everythingPlaced = unplaced.length === 0;
  const relaxation = (everythingPlaced ? assignment.relaxation : undefined) ?? relax(assignment.model, everythingPlaced);
  const objectives = reportObjectives(assignment, relaxation);
  const proven = objectives.every(isProven);
  const described: Plan = {
    version: planVersion,
    stack: problem.stack,
    ...(problem.assumptions === undefined ? {} : { assumptions: problem.assumptions }),
    status: unplaced.length > 0 ? "infeasible" : proven ? "optimal" : "feasible",
    objectives,
    nodes: reportNodes(assignment),
    workloads: reportWorkloads(assignment),
    unplaced,
  };
  return { ...described, workloads: withSurge(problem, described, assignment) };
}

function withSurge(problem: PlacementProblem, described: Plan, assignment: Assignment): Plan["workloads"] {
  if (problem.workloads.every(({ surgePods = 0 }) => surgePods === 0)) {
    return described.workloads;
  }
  const shortfalls = surgeShortfalls(problem, podsPerNode(assignment), allowedNodes(problem, described));
  const byId = new Map(shortfalls.map(({ id, pods, room }) => [id, { pods, room }]));
  return described.workloads.map((workload) => {
    const surge = byId.get(`${workload.namespace}/${workload.name}`);
    return surge === undefined ? workload : { ...workload, surge };
  });
}
