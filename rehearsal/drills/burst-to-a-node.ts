import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workload } from "../../infra/workloads/workload";
import { burstDeployment, outsider } from "../bursts/burst-deployment";
import { type BurstOfStack, burstOfStack } from "../bursts/burst-of-stack";
import { BurstSteps } from "../bursts/burst-steps";
import { simulatedInstanceTypes } from "../bursts/instance-types";
import { podsBeyondLimits } from "../bursts/pods-beyond-limits";
import { deleteClaim, karpenterSays, nodeClaims, removePodsOfGoneNodes, removeRented, rentedNodes } from "../bursts/rented-nodes";
import { idleSeconds, simulatedPool, simulatedPoolName } from "../bursts/simulated-pool";
import { startKarpenter } from "../controllers/karpenter";
import type { Drill, DrillContext, DrillFact, DrillFinding } from "./drill";

const fieldManager = "berth-rehearsal";
/** How long before it takes a machine the spot market says so. */
const noticeSeconds = 120;

/**
 * Karpenter itself, with the stack's own NodePool, on simulated nodes of the pool's types: a workload that runs on rented
 * nodes alone goes from no pod to one, a node is rented for it, taken by the spot market and replaced, and given back when
 * the last pod has gone. Meanwhile one pod more than the limits allow waits, and one that may not burst gets no node.
 *
 * The number of pods is set here; that KEDA sets it is what `scaled-by-keda` shows.
 */
export const burstToANode: Drill = {
  name: "burst-to-a-node",
  question: "Is a node rented when one is needed, never more than allowed, and given back?",
  thorough: true,
  run: async (context) => {
    const burst = await burstOfStack(context.stack);
    const [workload] = burst?.workloads ?? [];
    if (burst === undefined || workload === undefined) {
      const reason = burst === undefined ? "the stack's tables have nothing that could be rented" : "nothing runs on rented nodes alone";
      return { outcome: "skipped", summary: reason, reason, findings: [], facts: [] };
    }
    const findings: DrillFinding[] = [];
    const facts: DrillFact[] = [...premises(burst)];
    await prepared(context, burst, workload, async (steps) => {
      facts.push(...(await lifeOfANode(context, burst, workload, steps, findings)));
    }).catch((error: unknown) => {
      findings.push({ subject: workload.id, message: error instanceof Error ? error.message : String(error) });
    });
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? "a node came, was replaced when it was taken, and went"
          : `${findings.length} things about rented nodes are wrong`,
      findings,
      facts,
    };
  },
};

function premises({ pool: { profile }, switchedOn }: BurstOfStack): readonly DrillFact[] {
  return [
    ...(switchedOn ? [] : [{ label: "bursts", value: "are off in the stack's settings; this is what its tables would do" }]),
    {
      label: "played",
      value: `the cloud, by Karpenter's own provider of simulated nodes; idle nodes go after ${idleSeconds} s instead of ${profile.idleMinutes} min`,
    },
    {
      label: "on top of these times",
      value: `what a machine of AWS takes: ${profile.coldStart.minutes} min in all (${profile.coldStart.note})`,
    },
  ];
}

/** Starts Karpenter and puts there what it works on; takes everything away afterwards. */
async function prepared(
  { api, controlPlane, environment, stream, step }: DrillContext,
  { pool }: BurstOfStack,
  workload: Workload,
  use: (steps: BurstSteps) => Promise<void>,
): Promise<void> {
  const name = simulatedPoolName(pool);
  step("starting Karpenter");
  const instanceTypesFile = join(controlPlane.folder, "instance-types.json");
  writeFileSync(instanceTypesFile, JSON.stringify(simulatedInstanceTypes(pool)));
  const karpenter = await startKarpenter({ controlPlane, environment, stream }, { instanceTypesFile });
  const steps = new BurstSteps(api, name, workload, karpenter.failed);
  const objects = [
    ...simulatedPool(pool),
    ...((await steps.deployment()) === undefined ? [burstDeployment(workload)] : []),
    outsider(workload),
  ];
  try {
    for (const object of objects) {
      await api.apply(object, { fieldManager, force: true });
    }
    await use(steps);
  } finally {
    step("putting everything back");
    await steps.scale(0);
    await karpenter.stop();
    await removeRented(api, name);
    await removePodsOfGoneNodes(api);
    for (const { apiVersion, kind, metadata } of objects.toReversed()) {
      await api.delete({ apiVersion, kind, ...metadata });
    }
    await steps.restore();
  }
}

async function lifeOfANode(
  { api, step }: DrillContext,
  { pool, planned }: BurstOfStack,
  workload: Workload,
  steps: BurstSteps,
  findings: DrillFinding[],
): Promise<readonly DrillFact[]> {
  const { limits } = pool.profile;
  const name = simulatedPoolName(pool);
  const facts: DrillFact[] = [];

  step("no pod, no node");
  await steps.scale(0);
  await steps.until(
    "the last pod is gone and no node is rented",
    async () => (await steps.pods()).length === 0 && (await rentedNodes(api, name)).length === 0,
  );

  step("a pod that may not burst");
  const refusal = await steps.until("Karpenter refuses a pod that may not burst", async () => steps.refusal());
  facts.push({ label: "a pod that asks for the same and may not burst", value: refusal });
  findings.push(
    ...(await nodeClaims(api, name)).map((claim) => ({ subject: claim.name, message: "was ordered for a pod that may not burst" })),
  );

  step("one pod");
  const came = await steps.comeUp();
  facts.push({ label: "0 → 1", value: came.times });
  const claim = came.claim;
  facts.push({
    label: "rented",
    value: `${claim.instanceType}, ${claim.capacityType}, ${claim.zone}; planned: ${planned ?? "more than one node"}`,
  });
  if (planned !== undefined && claim.instanceType !== planned) {
    findings.push({ subject: claim.name, message: `is of type ${claim.instanceType}, and the plan would rent ${planned}` });
  }

  const more = podsBeyondLimits(workload, pool.profile.limits);
  step(`${more} pods, one more than the limits allow`);
  await steps.scale(more);
  const waiting = await steps.until("a pod beyond the limits waits, and Karpenter says why", async () => {
    const pods = (await steps.pods()).filter(({ node }) => node === undefined);
    const said = await Promise.all(pods.map(async (pod) => ({ pod, reasons: await karpenterSays(api, pod.namespace, pod.name) })));
    return said.flatMap(({ pod, reasons }) => reasons.filter((reason) => reason.includes("limits")).map((reason) => ({ pod, reason })))[0];
  });
  facts.push({
    label: `limits ${limits.cpu} CPU, ${limits.memory}, ${limits.gpus} cards`,
    value: `of ${more} pods one waits: ${waiting.reason}`,
  });
  await steps.scale(1);
  await steps.until("one pod is left", async () => (await steps.pods()).length === 1);

  step("the spot market takes the node");
  const [running] = await steps.until("one pod runs", async () => steps.running(1));
  const lost = (await nodeClaims(api, name)).find(({ node }) => node === running?.node);
  const began = performance.now();
  await deleteClaim(api, lost?.name ?? claim.name);
  await steps.until("the node is empty and gone", async () => !(await rentedNodes(api, name)).includes(running?.node ?? ""));
  const emptied = secondsSince(began);
  await steps.until("its pod runs on another node", async () => steps.running(1));
  facts.push({
    label: "interruption",
    value: `played by deleting the NodeClaim, as Karpenter does on a notice from its queue (there is no queue here): empty and gone after ${emptied} s of the ${noticeSeconds} s of notice, its pod runs elsewhere after ${secondsSince(began)} s`,
  });
  if (Number(emptied) > noticeSeconds) {
    findings.push({ subject: lost?.name ?? name, message: `was emptied in ${emptied} s; the spot market gives ${noticeSeconds} s` });
  }

  findings.push(...(await steps.intruders()));

  step("no pod");
  facts.push({ label: "1 → 0", value: await steps.goDown() });
  return facts;
}

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
