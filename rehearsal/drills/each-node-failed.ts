import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { withoutEachNode } from "../losses/each-node";
import type { ForetoldLoss } from "../losses/foretold-losses";
import { describeLoss } from "../losses/describe-loss";
import { type LossJudgement, type LossSettings, tiersOf } from "../losses/judge-loss";
import { allowanceOf, restorePlacement } from "../losses/restore-placement";
import { settledLoss } from "../losses/settled-loss";
import { declareOutOfService, failNode, recoverNode } from "../nodes/fail-node";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { settle } from "../observation/settle";
import { restartRuns } from "../workloads/restart-runs";
import type { Drill, DrillContext, DrillFinding, DrillResult } from "./drill";

/** How long a pod may stay on a dead node by its own word before the node is declared out of service. */
const stayMilliseconds = 5_000;

/**
 * Each node dies in turn: its pods are evicted for its absence, then it is declared out of service, and everything has to
 * be as the plan's own table says (`plan --failures`). Then it comes back, and so do they.
 */
export const eachNodeFailed: Drill = {
  name: "each-node-failed",
  question: "Does what the plan says survives the loss of a node survive it?",
  run: async (context) =>
    withoutEachNode(context, {
      takeAway: lose,
      held: (nodes) => `${nodes} nodes failed, one after the other; what is to survive did, and came back`,
      broken: (findings) => `${findings} pods did otherwise than the plan's table says`,
    }),
};

async function lose(context: DrillContext, loss: ForetoldLoss, before: readonly ObservedPod[]): Promise<DrillResult> {
  const { api, stack, step } = context;
  const { node } = loss;
  const what = `without ${node}`;
  const settings: LossSettings = {
    plan: context.plan,
    tiers: tiersOf(stack.problem, ({ mode }) => mode !== "perNode"),
    allowed: allowanceOf(context),
    loss,
    what,
    runs: (pod) => pod.node !== node,
  };
  const ofNode = new Set(before.flatMap((pod) => (pod.node === node ? [pod.workload ?? ""] : [])));
  step(`${node} fails`);
  await failNode(api, node);
  let judgement: LossJudgement;
  try {
    await waitUntilEvicted(api, node);
    await declareOutOfService(api, node);
    await restartRuns(api, stack, ofNode);
    judgement = await settledLoss(api, settings);
  } finally {
    step(`${node} comes back`);
    await recoverNode(api, node);
  }
  const findings: readonly DrillFinding[] = [...judgement.findings, ...(await restorePlacement(context, before, what))];
  return {
    outcome: findings.length === 0 ? "held" : "broken",
    summary: "",
    findings,
    facts: describeLoss(settings, before, judgement),
  };
}

/** Until all that do not say otherwise are: what asks to stay longer goes when the node is declared out of service. */
async function waitUntilEvicted(api: ClusterApi, node: string): Promise<void> {
  const evicted = (pods: readonly ObservedPod[]): boolean =>
    pods.every((pod) => pod.node !== node || pod.deleting || pod.ownerKind === "DaemonSet" || pod.ownerKind === "StaticPod");
  await settle(api, { begun: evicted, done: evicted, limitMilliseconds: stayMilliseconds });
}
