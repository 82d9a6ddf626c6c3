import { type PlanRule, pathOf } from "./checked-plan";

/** Every workload is in the plan, on nodes that exist, with all its pods accounted for. */
export const checkPlacedPods: PlanRule = ({ problem, planned, nodes, missing, pods, isCounted }) =>
  problem.workloads.flatMap((workload) => {
    const path = pathOf(workload);
    const where = planned.get(workload.id);
    if (where === undefined) {
      return [{ path, message: "is not in the plan" }];
    }
    const messages: string[] = [];
    const unknown = [...where.nodes, ...where.failover].filter((name) => !nodes.has(name));
    if (unknown.length > 0) {
      messages.push(`names nodes that do not exist: ${unknown.join(", ")}`);
    }
    const known = where.nodes.filter((name) => nodes.has(name)).length;
    const movable = workload.mode === "replicas";
    if (movable && known === 0 && workload.replicas > 0 && !missing.has(workload.id)) {
      messages.push("has pods but neither nodes nor an entry among the unplaced");
    }
    if (movable && workload.replicas > 0 && known > workload.replicas) {
      messages.push(`has more nodes than pods: ${where.nodes.join(", ")}`);
    }
    const here = pods.get(workload.id) ?? new Map<string, number>();
    let total = 0;
    for (const count of here.values()) {
      total += count;
    }
    const unplaced = missing.get(workload.id) ?? 0;
    if (movable && isCounted && total + unplaced !== workload.replicas) {
      messages.push(`has ${total} pods placed and ${unplaced} unplaced of ${workload.replicas}`);
    }
    if (movable && isCounted && workload.replicas > 0 && !isOnAll(here, where.nodes)) {
      const counted = [...here.keys()].sort();
      messages.push(`is planned on ${where.nodes.join(", ")} but has pods on ${counted.join(", ")}`);
    }
    return messages.map((message) => ({ path, message }));
  });

/** Whether the names are those that have pods: sorted, without repetition. */
function isOnAll(pods: ReadonlyMap<string, number>, names: readonly string[]): boolean {
  return names.length === pods.size && names.every((name, i) => pods.has(name) && (names[i - 1] ?? "") < name);
}
