import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";
import type { DrillFinding } from "../drills/drill";
import type { PlacedWorkload } from "../report/rehearsal-document";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";

/**
 * What became of every workload that the plan places. Pods on their way out do not count.
 *
 * @param leeway Where else the plan says that the scheduler may put a workload, by its id.
 */
export function placedWorkloads(
  plan: Plan,
  pods: readonly ObservedPod[],
  leeway: ReadonlyMap<string, readonly string[]>,
): readonly PlacedWorkload[] {
  const byWorkload = Map.groupBy(
    pods.filter(({ deleting }) => !deleting),
    ({ workload }) => workload ?? "",
  );
  return plan.workloads.map((planned) => placedWorkload(planned, byWorkload.get(idOf(planned)) ?? [], leeway.get(idOf(planned)) ?? []));
}

function placedWorkload(planned: PlannedWorkload, pods: readonly ObservedPod[], foretoldNodes: readonly string[]): PlacedWorkload {
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
    outcome: outcomeOf(planned, pods, foretoldNodes),
  };
}

function outcomeOf(
  { replicas, nodes, failover }: PlannedWorkload,
  pods: readonly ObservedPod[],
  foretoldNodes: readonly string[],
): PlacedWorkload["outcome"] {
  const places = pods.map(({ node }) => {
    if (node === undefined) {
      return "pending";
    }
    if (nodes.includes(node)) {
      return "as planned";
    }
    return foretoldNodes.includes(node) ? "foretold" : failover.includes(node) ? "failover" : "elsewhere";
  });
  const worst = (["pending", "elsewhere"] as const).find((place) => places.includes(place));
  if (worst !== undefined) {
    return worst;
  }
  if (pods.length !== replicas) {
    return "missing";
  }
  return (["failover", "foretold"] as const).find((place) => places.includes(place)) ?? "as planned";
}

/** Where else than on its planned nodes a workload may be without a finding, by its id. */
export type Allowance = (workload: PlannedWorkload) => readonly string[];

/** Nothing but the planned set. */
export const plannedOnly: Allowance = () => [];
/** The failover set too. */
export const failoverToo: Allowance = ({ failover }) => failover;
/** Where the plan itself says that the scheduler may choose otherwise. */
export function foretold(leeway: ReadonlyMap<string, readonly string[]>): Allowance {
  return (workload) => leeway.get(idOf(workload)) ?? [];
}

/**
 * Where the cluster is not as planned: a finding for each pod on a node that it may not be on, for each that has none, and
 * for each workload with more or fewer pods than planned.
 */
export function deviations(plan: Plan, pods: readonly ObservedPod[], allowed: Allowance): readonly DrillFinding[] {
  const present = Map.groupBy(
    pods.filter(({ deleting }) => !deleting),
    ({ workload }) => workload ?? "",
  );
  return plan.workloads.flatMap((planned): readonly DrillFinding[] => {
    const own = present.get(idOf(planned)) ?? [];
    const { nodes, failover, replicas } = planned;
    const fine = [...nodes, ...allowed(planned)];
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
