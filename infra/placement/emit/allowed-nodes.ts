import type { Plan } from "../plan-document";
import type { PlacementProblem } from "../problem";
import { emitNodes, selector } from "./node-placement";
import { pinningOf } from "./pinning";

/**
 * The nodes that the emitted constraints let each movable workload's pods use, by its id: the planned ones, the failover
 * nodes unless the planned ones are required, and those that labels cannot tell from these. A workload without a planned
 * node is left out.
 */
export function allowedNodes(problem: PlacementProblem, plan: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const plannedById = new Map(plan.workloads.map((planned) => [`${planned.namespace}/${planned.name}`, planned]));
  const select = selector(problem.nodes);
  return new Map(
    problem.workloads.flatMap((workload) => {
      const planned = plannedById.get(workload.id);
      if (workload.mode !== "replicas" || planned === undefined || planned.nodes.length === 0) {
        return [];
      }
      const { allowed } = pinningOf(problem, plan, workload, planned);
      const { indistinguishable } = emitNodes(workload, { nodes: planned.nodes, allowed }, problem.nodes, select);
      return [[workload.id, new Set([...allowed, ...indistinguishable])] as const];
    }),
  );
}
