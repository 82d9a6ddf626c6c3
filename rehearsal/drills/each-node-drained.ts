import { drainNode, type DrainOutcome } from "../drains/drain-node";
import { describeLoss } from "../losses/describe-loss";
import { withoutEachNode } from "../losses/each-node";
import type { ForetoldLoss } from "../losses/foretold-losses";
import { type LossJudgement, type LossSettings, tiersOf } from "../losses/judge-loss";
import { allowanceOf, restorePlacement } from "../losses/restore-placement";
import { settledLoss } from "../losses/settled-loss";
import { uncordonNode } from "../nodes/cordon-node";
import type { ObservedPod } from "../../kubernetes-api/observed-pods";
import { restartRuns } from "../workloads/restart-runs";
import type { Drill, DrillContext, DrillFinding, DrillResult } from "./drill";

/**
 * Each node is drained in turn, as for an upgrade: the drain has to end without any disruption budget being violated, and
 * what it evicts has to start where the plan's table of lost nodes says. Then the node takes pods again.
 */
export const eachNodeDrained: Drill = {
  name: "each-node-drained",
  question: "Does the drain of each node end, with every disruption budget kept?",
  run: async (context) =>
    withoutEachNode(context, {
      takeAway: drain,
      held: (nodes) => `${nodes} nodes drained, one after the other; no disruption budget was violated`,
      broken: (findings, nodes) => `${findings} findings in the drains of ${nodes} nodes`,
    }),
};

async function drain(context: DrillContext, loss: ForetoldLoss, before: readonly ObservedPod[]): Promise<DrillResult> {
  const { api, stack, step } = context;
  const { node } = loss;
  const what = `with ${node} drained`;
  const staticPods = new Set(stack.workloads.filter(({ kind }) => kind === "StaticPod").map(({ id }) => id));
  const settings: LossSettings = {
    plan: context.plan,
    tiers: tiersOf(stack.problem, ({ id, mode }) => mode !== "perNode" && !staticPods.has(id)),
    allowed: allowanceOf(context),
    loss,
    what,
    // What the drain left there goes on running.
    runs: () => true,
  };
  const ofNode = new Set(before.flatMap((pod) => (pod.node === node ? [pod.workload ?? ""] : [])));
  step(`draining ${node}`);
  let outcome: DrainOutcome;
  let judgement: LossJudgement;
  try {
    outcome = await drainNode(api, node);
    await restartRuns(api, stack, ofNode);
    judgement = await settledLoss(api, settings);
  } finally {
    step(`${node} takes pods again`);
    await uncordonNode(api, node);
  }
  const { evicted, refusals } = outcome;
  const findings = [...drainFindings(node, outcome), ...judgement.findings, ...(await restorePlacement(context, before, what))];
  return {
    outcome: findings.length === 0 ? "held" : "broken",
    summary: "",
    findings,
    facts: [
      { label: `drain of ${node}`, value: `${evicted} pods evicted; budgets refused ${refusals} times for the moment` },
      ...describeLoss(settings, before, judgement),
    ],
  };
}

function drainFindings(node: string, { left, violated }: DrainOutcome): readonly DrillFinding[] {
  return [
    ...left.map(({ pod, because }) => ({
      subject: `${pod.namespace}/${pod.name}`,
      node,
      message: `the drain of ${node} does not end: ${because === "" ? "the pod is evicted and does not go" : because}`,
    })),
    ...violated.map(({ id, currentHealthy, desiredHealthy, expectedPods }) => ({
      subject: id,
      message: `the disruption budget was violated while ${node} was drained: ${currentHealthy} of ${expectedPods} pods were healthy, and it asks for ${desiredHealthy}`,
    })),
  ];
}
