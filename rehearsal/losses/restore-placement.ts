import { setTimeout as sleep } from "node:timers/promises";
import { leewayOf } from "../../infra/placement/emit/emit-placements";
import type { Plan, PlannedWorkload } from "../../infra/placement/plan-document";
import { isDrained } from "../drains/drain-node";
import type { DrillContext, DrillFinding } from "../drills/drill";
import { type ObservedPod, observePods } from "../../kubernetes-api/observed-pods";
import { type Allowance, deviations, foretold } from "../observation/placed-workloads";
import type { Wait } from "../observation/settle";
import { settleAs } from "../observation/settle-as";
import { restartRuns } from "../workloads/restart-runs";

/** How often pods that are in the wrong place are restarted before that is a finding. */
const rounds = 3;

type Placed = Pick<DrillContext, "api" | "stack" | "plan">;

export function allowanceOf({ stack, plan }: Pick<DrillContext, "stack" | "plan">): Allowance {
  return foretold(leewayOf(stack, plan));
}

/** Where the cluster is not as planned: as {@link deviations} says, and everything else that does not run, or is on its way out. */
export function strayFindings(plan: Plan, pods: readonly ObservedPod[], allowed: Allowance): readonly DrillFinding[] {
  const misplaced = deviations(plan, pods, allowed);
  const told = new Set(misplaced.map(({ subject }) => subject));
  const unfinished = pods
    .filter(({ namespace, name, ready, deleting }) => (deleting || !ready) && !told.has(`${namespace}/${name}`))
    .map(({ namespace, name, node, deleting, unschedulable = "has no node" }) => ({
      subject: `${namespace}/${name}`,
      ...(node === undefined ? {} : { node }),
      message: deleting ? "is deleted and does not go" : node === undefined ? unschedulable : "does not become ready",
    }));
  return [...misplaced, ...unfinished];
}

/**
 * Brings the cluster back to its plan after a node was away. No pod moves back by itself: those of which a node has more
 * than before are deleted, and their controllers start them anew. On a real cluster the descheduler does that, or
 * `kubectl rollout restart`.
 *
 * @param before The pods as they were while everything was as planned.
 * @param wait Default: really waits.
 * @returns a finding for each pod that does not come back.
 */
export async function restorePlacement(
  context: Placed,
  before: readonly ObservedPod[],
  what: string,
  wait: Wait = sleep,
): Promise<readonly DrillFinding[]> {
  const { api, stack, plan } = context;
  const allowed = allowanceOf(context);
  const wrongIn = (pods: readonly ObservedPod[]): readonly DrillFinding[] => strayFindings(plan, pods, allowed);
  for (let round = 1; ; round++) {
    const pods = await observePods(api);
    // Where the plan leaves the scheduler a choice, pods that took it while the node was away are to come back too.
    const astray = (round === 1 ? excess(pods, before) : misplaced(plan.workloads, pods, allowed)).filter(isDrained);
    const wrong = wrongIn(pods);
    if (astray.length === 0 && wrong.length === 0) {
      return [];
    }
    if (round > rounds) {
      return wrong.map((finding) => ({ ...finding, message: `${what} is over: ${finding.message}` }));
    }
    await Promise.all(astray.map(async ({ namespace, name }) => api.delete({ apiVersion: "v1", kind: "Pod", namespace, name })));
    await restartRuns(api, stack, incomplete(plan.workloads, pods, new Set(astray)));
    await settleAs(api, (seen) => wrongIn(seen).length === 0, wait);
  }
}

/** Ids of the workloads that have too few pods but for those that go. */
function incomplete(
  workloads: readonly PlannedWorkload[],
  pods: readonly ObservedPod[],
  going: ReadonlySet<ObservedPod>,
): ReadonlySet<string> {
  const left = Map.groupBy(
    pods.filter((pod) => !pod.deleting && !going.has(pod)),
    ({ workload }) => workload ?? "",
  );
  return new Set(
    workloads.flatMap(({ namespace, name, replicas }) => {
      const id = `${namespace}/${name}`;
      return (left.get(id)?.length ?? 0) < replicas ? [id] : [];
    }),
  );
}

function misplaced(workloads: readonly PlannedWorkload[], pods: readonly ObservedPod[], allowed: Allowance): readonly ObservedPod[] {
  const fine = new Map(
    workloads.map((planned) => [`${planned.namespace}/${planned.name}`, new Set([...planned.nodes, ...allowed(planned)])]),
  );
  return pods.filter(({ workload, node, deleting }) => {
    const nodes = fine.get(workload ?? "");
    return !deleting && node !== undefined && nodes !== undefined && !nodes.has(node);
  });
}

/** Pods of which their node has more than before: while a planned node was away, the others took its share. */
function excess(pods: readonly ObservedPod[], before: readonly ObservedPod[]): readonly ObservedPod[] {
  const left = new Map<string, number>();
  for (const pod of before) {
    left.set(placeOf(pod), (left.get(placeOf(pod)) ?? 0) + 1);
  }
  return pods.filter((pod) => {
    const room = left.get(placeOf(pod)) ?? 0;
    left.set(placeOf(pod), room - 1);
    return room <= 0 && pod.workload !== undefined && pod.node !== undefined && !pod.deleting;
  });
}

function placeOf({ workload, node }: ObservedPod): string {
  return `${workload ?? ""} ${node ?? ""}`;
}
