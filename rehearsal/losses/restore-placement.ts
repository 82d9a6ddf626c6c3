import { leewayOf } from "../../infra/placement/emit/emit-placements";
import type { PlannedWorkload } from "../../infra/placement/plan-document";
import { isDrained } from "../drains/drain-node";
import type { DrillContext, DrillFinding, DrillResult } from "../drills/drill";
import { type ObservedPod, observePods } from "../observation/observed-pods";
import { type Allowance, deviations, foretold } from "../observation/placed-workloads";
import { settleAs } from "../observation/settle-as";
import { restartRuns } from "../workloads/restart-runs";

/** How often pods that are in the wrong place are restarted before that is a finding. */
const rounds = 3;

type Placed = Pick<DrillContext, "api" | "stack" | "plan">;

export function allowanceOf({ stack, plan }: Pick<DrillContext, "stack" | "plan">): Allowance {
  return foretold(leewayOf(stack, plan));
}

/** @returns the pods once the cluster is as planned, or undefined when it is not: what takes nodes away has nothing to compare with. */
export async function startingAsPlanned(context: Placed): Promise<readonly ObservedPod[] | undefined> {
  const asPlanned = isAsPlanned(context);
  const pods = await settleAs(context.api, asPlanned);
  return asPlanned(pods) ? pods : undefined;
}

/** What a drill says that takes nodes away from a cluster that is not as planned anyway. */
export const notAsPlanned: DrillResult = {
  outcome: "skipped",
  summary: "the cluster is not as planned to begin with",
  reason: "the cluster is not as planned to begin with: scheduled-as-planned says what is wrong",
  findings: [],
  facts: [],
};

/**
 * Brings the cluster back to its plan after a node was away. No pod moves back by itself: those of which a node has more
 * than before are deleted, and their controllers start them anew. On a
 * real cluster the descheduler does that, or `kubectl rollout restart`.
 *
 * @param before The pods as they were while everything was as planned.
 * @returns a finding for each pod that does not come back.
 */
export async function restorePlacement(context: Placed, before: readonly ObservedPod[], what: string): Promise<readonly DrillFinding[]> {
  const { api, stack, plan } = context;
  const allowed = allowanceOf(context);
  const asPlanned = isAsPlanned(context);
  for (let round = 1; ; round++) {
    const pods = await observePods(api);
    // Where the plan leaves the scheduler a choice, pods that took it while the node was away are to come back too.
    const astray = (round === 1 ? excess(pods, before) : misplaced(plan.workloads, pods, allowed)).filter(isDrained);
    if (astray.length === 0 && asPlanned(pods)) {
      return [];
    }
    if (round > rounds) {
      return deviations(plan, pods, allowed).map((finding) => ({ ...finding, message: `${what} is over: ${finding.message}` }));
    }
    await Promise.all(astray.map(async ({ namespace, name }) => api.delete({ apiVersion: "v1", kind: "Pod", namespace, name })));
    await restartRuns(api, stack, incomplete(plan.workloads, pods, new Set(astray)));
    await settleAs(api, asPlanned);
  }
}

function isAsPlanned(context: Pick<DrillContext, "stack" | "plan">): (pods: readonly ObservedPod[]) => boolean {
  const allowed = allowanceOf(context);
  return (pods) => pods.every(({ ready, deleting }) => ready && !deleting) && deviations(context.plan, pods, allowed).length === 0;
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
