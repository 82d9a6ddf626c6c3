import { emitPlacements } from "../infra/placement/emit/emit-placements";
import { plan as planOf } from "../infra/placement/plan";
import { loadStack } from "../infra/stack/load-stack";
import { validConfig } from "../infra/stack/testing/valid-stack";
import { priorities } from "../infra/workloads/priority";
import type { ObjectReference } from "../kubernetes-api/cluster-api";
import type { ControlPlane } from "./control-plane/control-plane";
import { startControlPlane } from "./control-plane/start-control-plane";
import type { Drill, DrillResult } from "./drills/drill";
import { eachNodeDrained } from "./drills/each-node-drained";
import { eachNodeFailed } from "./drills/each-node-failed";
import { rollingUpdates } from "./drills/rolling-updates";
import { scheduledAsPlanned } from "./drills/scheduled-as-planned";
import { createNodes } from "./nodes/create-nodes";
import { settle } from "./observation/settle";
import { smallDefinition } from "./testing/small-stack";
import { applyAdmissionPolicies } from "./workloads/apply-admission-policies";
import { playExternalWorkloads, startRuns } from "./workloads/play-external-workloads";

const stack = loadStack(smallDefinition, validConfig);
const plan = planOf(stack.problem);
const drills = [scheduledAsPlanned, rollingUpdates, eachNodeDrained, eachNodeFailed];

const w1: ObjectReference = { apiVersion: "v1", kind: "Node", name: "w1" };
const w2: ObjectReference = { apiVersion: "v1", kind: "Node", name: "w2" };
const budget: ObjectReference = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", namespace: "apps", name: "api" };
const pool = "berth.dev/pool";
const minutes = 60_000;

let controlPlane: ControlPlane;

// With a label of w2 that is not what the plan counts on.
beforeAll(async () => {
  controlPlane = await startControlPlane({ title: "broken-plan.cluster.test", environment: process.env });
  const { api } = controlPlane;
  await createNodes(api, stack);
  await api.patch(w2, { metadata: { labels: { [pool]: "elsewhere" } } });
  for (const { name, value, description } of priorities) {
    await api.create({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value, description });
  }
  await applyAdmissionPolicies(api, stack, emitPlacements(stack, plan));
  await playExternalWorkloads(api, stack);
  await startRuns(api, stack);
  await api.create({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { namespace: "apps", name: "api" },
    spec: { minAvailable: 1, selector: { matchLabels: { "app.kubernetes.io/name": "api" } } },
  });
}, 10 * minutes);

afterAll(async () => {
  await controlPlane.close();
});

async function run(drill: Drill): Promise<DrillResult> {
  const { api } = controlPlane;
  const { env: environment, stderr: stream } = process;
  return drill.run({ stack, plan, controlPlane, api, environment, stream, seed: 1, step: () => undefined });
}

/** What every drill says, by its name. */
async function runAll(): Promise<Readonly<Record<string, DrillResult>>> {
  const results: Record<string, DrillResult> = {};
  for (const drill of drills) {
    results[drill.name] = await run(drill);
  }
  return results;
}

function outcomes(results: Readonly<Record<string, DrillResult>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(results).map(([name, { outcome }]) => [name, outcome]));
}

const held = { "scheduled-as-planned": "held", "rolling-updates": "held", "each-node-drained": "held", "each-node-failed": "held" };

it(
  "a label that is not what the plan counts on: pods are not where they are planned, and nothing else can be tried",
  async () => {
    const results = await runAll();
    expect(outcomes(results)).toEqual({
      "scheduled-as-planned": "broken",
      "rolling-updates": "broken",
      "each-node-drained": "broken",
      "each-node-failed": "broken",
    });
    expect(results["scheduled-as-planned"]?.findings).toContainEqual({
      subject: expect.stringMatching(/^apps\/index-/) as unknown,
      planned: ["w2"],
      failover: [],
      message: expect.stringMatching(/^0\/3 nodes are available: .*didn't match Pod's node affinity\/selector/) as unknown,
    });
  },
  5 * minutes,
);

it(
  "and when another node has it: they are on that one",
  async () => {
    await controlPlane.api.patch(w1, { metadata: { labels: { [pool]: "w2" } } });
    const { outcome, findings } = await run(scheduledAsPlanned);
    expect(outcome).toBe("broken");
    expect(findings).toContainEqual({
      subject: expect.stringMatching(/^apps\/index-/) as unknown,
      planned: ["w2"],
      failover: [],
      node: "w1",
      message: "is outside its planned and failover sets",
    });
  },
  5 * minutes,
);

it(
  "a plan that is right holds",
  async () => {
    const { api } = controlPlane;
    await api.patch(w1, { metadata: { labels: { [pool]: "w1" } } });
    await api.patch(w2, { metadata: { labels: { [pool]: "w2" } } });
    const { pods: astray } = await settle(api);
    await Promise.all(
      astray
        .filter(({ ownerKind }) => ownerKind === "Deployment" || ownerKind === "StatefulSet")
        .map(async ({ namespace, name }) => api.delete({ apiVersion: "v1", kind: "Pod", namespace, name })),
    );
    await settle(api, { begun: (pods) => pods.every(({ node, ready }) => node !== undefined && ready) });
    const results = await runAll();
    expect(results).toMatchObject(Object.fromEntries(drills.map(({ name }) => [name, { findings: [] }])));
    expect(outcomes(results)).toEqual(held);
  },
  5 * minutes,
);

it(
  "a disruption budget that allows nothing: a drain does not end",
  async () => {
    const { api } = controlPlane;
    await api.patch(budget, { spec: { minAvailable: 2 } });
    const results = await runAll();
    await api.patch(budget, { spec: { minAvailable: 1 } });
    expect(outcomes(results)).toEqual({ ...held, "each-node-drained": "broken" });
    const because = "disruption budget apps/api asks for 2 healthy pods of 2 and has 2: it allows nothing";
    expect(results["each-node-drained"]?.findings).toEqual(
      ["w1", "w2"].map((node) => ({
        subject: expect.stringMatching(/^apps\/api-/) as unknown,
        node,
        message: expect.stringContaining(`the drain of ${node} does not end: ${because}`) as unknown,
      })),
    );
  },
  5 * minutes,
);

it(
  "too little memory on the node that is fallen back to: what is to survive the loss of the other, or its drain, does not",
  async () => {
    const results = await withAllocatable({ memory: "4Gi" });
    expect(outcomes(results)).toEqual({ ...held, "each-node-drained": "broken", "each-node-failed": "broken" });
    const pending = { subject: expect.stringMatching(/^apps\/web-/) as unknown, planned: ["w1"], failover: ["w2"] };
    expect(results["each-node-failed"]?.findings).toEqual([
      {
        ...pending,
        message: expect.stringMatching(
          /^tier 1: the table says that without w1 it starts elsewhere, but it has no node: 0\/3 nodes are available: .*1 Insufficient memory/,
        ) as unknown,
      },
    ]);
    expect(results["each-node-drained"]?.findings).toEqual([
      {
        ...pending,
        message: expect.stringContaining("tier 1: the table says that with w1 drained it starts elsewhere, but it has no node:") as unknown,
      },
    ]);
  },
  5 * minutes,
);

it(
  "too little CPU for a second pod beside the old one: its update does not end",
  async () => {
    const results = await withAllocatable({ cpu: "3600m" });
    expect(outcomes(results)).toEqual({ ...held, "rolling-updates": "broken" });
    expect(results["rolling-updates"]?.findings).toEqual([
      {
        subject: expect.stringMatching(/^apps\/index-/) as unknown,
        planned: ["w2"],
        failover: [],
        message: expect.stringMatching(
          /^its rolling update does not end, and the plan says that it finds room: 0\/3 nodes are available: .*1 Insufficient cpu/,
        ) as unknown,
      },
    ]);
  },
  5 * minutes,
);

/** What every drill says while w2 has less than the plan counts on. */
async function withAllocatable(allocatable: Readonly<Record<string, string>>): Promise<Readonly<Record<string, DrillResult>>> {
  const { api } = controlPlane;
  const { cpuMilli = 0, memoryBytes = 0 } = stack.problem.nodes.find(({ name }) => name === "w2")?.allocatable ?? {};
  await api.patch(w2, { status: { allocatable } }, "status");
  try {
    return await runAll();
  } finally {
    await api.patch(w2, { status: { allocatable: { cpu: `${cpuMilli}m`, memory: String(memoryBytes) } } }, "status");
  }
}
