import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";
import type { DrillFinding } from "../drills/drill";
import type { PlacedWorkload } from "../report/rehearsal-document";
import type { ObservedPod } from "./observed-pods";

/** What became of every workload that the plan places. Pods on their way out do not count. */
export function placedWorkloads(plan: Plan, pods: readonly ObservedPod[]): readonly PlacedWorkload[] {
  const byWorkload = Map.groupBy(
    pods.filter(({ deleting }) => !deleting),
    ({ workload }) => workload ?? "",
  );
  return plan.workloads.map((planned) => placedWorkload(planned, byWorkload.get(idOf(planned)) ?? []));
}

function placedWorkload(planned: PlannedWorkload, pods: readonly ObservedPod[]): PlacedWorkload {
  const scheduled: Record<string, number> = {};
  for (const { node } of pods) {
    if (node !== undefined) {
      scheduled[node] = (scheduled[node] ?? 0) + 1;
    }
  }
  const { namespace, name, replicas, nodes, failover } = planned;
  return {
    namespace,
    name,
    replicas,
    planned: nodes,
    failover,
    scheduled: Object.fromEntries(Object.entries(scheduled).sort()),
    pending: pods.filter(({ node }) => node === undefined).length,
    outcome: outcomeOf(planned, pods),
  };
}

function outcomeOf({ replicas, nodes, failover }: PlannedWorkload, pods: readonly ObservedPod[]): PlacedWorkload["outcome"] {
  const on = pods.map(({ node }) => node);
  if (on.includes(undefined)) {
    return "pending";
  }
  const inPlan = on.filter((node) => node !== undefined && nodes.includes(node)).length;
  const onFailover = on.filter((node) => node !== undefined && !nodes.includes(node) && failover.includes(node)).length;
  if (inPlan + onFailover < on.length) {
    return "elsewhere";
  }
  if (pods.length !== replicas) {
    return "missing";
  }
  return onFailover > 0 ? "failover" : "as planned";
}

/**
 * Where the cluster is not as planned: a finding for each pod on a node that is not in its planned set, for each that has
 * none, and for each workload with more or fewer pods than planned.
 *
 * @param allowed `planned`: nothing but the planned set; `failover`: the failover set too.
 */
export function deviations(plan: Plan, pods: readonly ObservedPod[], allowed: "planned" | "failover"): readonly DrillFinding[] {
  const present = Map.groupBy(
    pods.filter(({ deleting }) => !deleting),
    ({ workload }) => workload ?? "",
  );
  return plan.workloads.flatMap((planned): readonly DrillFinding[] => {
    const own = present.get(idOf(planned)) ?? [];
    const { nodes, failover, replicas } = planned;
    const fine = allowed === "planned" ? nodes : [...nodes, ...failover];
    const misplaced = own.flatMap((pod): readonly DrillFinding[] => {
      const about = { subject: `${pod.namespace}/${pod.name}`, planned: nodes, failover };
      if (pod.node === undefined) {
        return [{ ...about, message: pod.unschedulable ?? "the scheduler has not looked at it yet" }];
      }
      return fine.includes(pod.node)
        ? []
        : [
            {
              ...about,
              node: pod.node,
              message: failover.includes(pod.node) ? "is on a failover node" : "is outside its planned and failover sets",
            },
          ];
    });
    const missing: readonly DrillFinding[] =
      own.length === replicas
        ? []
        : [{ subject: idOf(planned), planned: nodes, failover, message: `has ${own.length} of ${replicas} pods` }];
    return [...misplaced, ...missing];
  });
}

function idOf({ namespace, name }: Pick<PlannedWorkload, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
