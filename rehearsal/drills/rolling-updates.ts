import { allowedNodes } from "../../infra/placement/emit/allowed-nodes";
import type { Plan } from "../../infra/placement/plan-document";
import { allowanceOf, restorePlacement } from "../losses/restore-placement";
import { notAsPlanned, startingPlacement } from "../losses/starting-placement";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { deviations } from "../observation/placed-workloads";
import { settleAs } from "../observation/settle-as";
import { type ObservedRollout, observeRollouts } from "../rollouts/observed-rollouts";
import { rollBack, rollOut } from "../rollouts/roll-out";
import { rolloutBatches } from "../rollouts/rollout-batches";
import type { Drill, DrillContext, DrillFinding } from "./drill";

/**
 * Every Deployment and StatefulSet is updated, several at once where they cannot take each other's room: each update has
 * to end, without anything having fewer pods available than its strategy allows.
 */
export const rollingUpdates: Drill = {
  name: "rolling-updates",
  question: "Does the rolling update of every workload find room and end?",
  run: async (context) => {
    const { api, stack, plan, step } = context;
    const { pods: before, wrong } = await startingPlacement(context);
    if (wrong.length > 0) {
      return notAsPlanned(wrong);
    }
    const placed = new Set(plan.workloads.map(({ namespace, name }) => `${namespace}/${name}`));
    const rollouts = new Map((await observeRollouts(api)).filter(({ id }) => placed.has(id)).map((rollout) => [rollout.id, rollout]));
    const batches = rolloutBatches(stack.problem, [...rollouts.keys()], allowedNodes(stack.problem, plan), before);
    const findings: DrillFinding[] = [];
    const foretold: string[] = [];
    // What does not end with others is tried by itself: the plan speaks of one update at a time.
    const queue = [...batches];
    let updated = 0;
    for (let ids = queue.shift(); ids !== undefined; ids = queue.shift()) {
      step(`${updated} of ${rollouts.size} updated; ${ids.length === 1 ? ids.join() : `${ids.length} at once`}`);
      const batch = ids.flatMap((id) => rollouts.get(id) ?? []);
      const { done, tooFew, pods } = await rollOut(api, batch);
      const stuck = batch.filter(({ id }) => !done.has(id));
      findings.push(...[...tooFew.values()].map((rollout) => tooFewAvailable(rollout, ids)));
      await Promise.all(stuck.map(async (rollout) => rollBack(api, rollout)));
      if (stuck.length > 0) {
        await settleAs(api, (seen) => seen.every(({ node, ready, deleting }) => node !== undefined && ready && !deleting));
      }
      if (batch.length > 1) {
        queue.push(...stuck.map(({ id }) => [id]));
      } else {
        for (const rollout of stuck) {
          const shortfall = foretoldShortfall(plan, rollout);
          if (shortfall === undefined) {
            findings.push(...stuckUpdate(plan, rollout, pods));
          } else {
            foretold.push(`${rollout.id}: ${shortfall}`);
          }
        }
      }
      updated += batch.length > 1 ? done.size : batch.length;
    }
    findings.push(...(await endedElsewhere(context)), ...(await restorePlacement(context, before, "the update of everything")));
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `${rollouts.size - foretold.length} of ${rollouts.size} updates ended, in ${batches.length} batches`
          : `${findings.length} findings in the updates of ${rollouts.size} workloads`,
      findings,
      facts: foretold.map((value) => ({ label: "waits for room, as the plan says", value })),
    };
  },
};

/** What the plan says of an update that finds too little room. */
function foretoldShortfall(plan: Plan, { id }: ObservedRollout): string | undefined {
  const surge = plan.workloads.find(({ namespace, name }) => `${namespace}/${name}` === id)?.surge;
  return surge === undefined ? undefined : `of ${surge.pods} new pods beside the old ones ${surge.room} find room`;
}

function tooFewAvailable({ id, available, replicas, leastAvailable }: ObservedRollout, updated: readonly string[]): DrillFinding {
  const during = updated.includes(id)
    ? "while it was updated"
    : `while ${updated.join(", ")} ${updated.length === 1 ? "was" : "were"} updated`;
  return {
    subject: id,
    message: `${during}, ${available} of ${replicas} pods were available: its strategy allows no fewer than ${leastAvailable}`,
  };
}

/** The pods that keep an update from ending. */
function stuckUpdate(plan: Plan, { id }: ObservedRollout, pods: readonly ObservedPod[]): readonly DrillFinding[] {
  const planned = plan.workloads.find(({ namespace, name }) => `${namespace}/${name}` === id);
  const sets = planned === undefined ? {} : { planned: planned.nodes, failover: planned.failover };
  const pending = pods.filter(({ workload, node, deleting }) => workload === id && node === undefined && !deleting);
  return pending.length === 0
    ? [{ subject: id, ...sets, message: "its rolling update does not end" }]
    : pending.map(({ namespace, name, unschedulable }) => ({
        subject: `${namespace}/${name}`,
        ...sets,
        message: `its rolling update does not end, and the plan says that it finds room: ${unschedulable ?? "the scheduler has not looked at it yet"}`,
      }));
}

/** New pods that are on no node of theirs: failover nodes are, since the plan counts their room for updates too. */
async function endedElsewhere(context: DrillContext): Promise<readonly DrillFinding[]> {
  const { api, plan } = context;
  const allowed = allowanceOf(context);
  const nodesToo = (workload: Plan["workloads"][number]): readonly string[] => [...workload.failover, ...allowed(workload)];
  const pods = await settleAs(api, (seen) => deviations(plan, seen, nodesToo).length === 0);
  return deviations(plan, pods, nodesToo).map((finding) => ({ ...finding, message: `after its update it ${finding.message}` }));
}
