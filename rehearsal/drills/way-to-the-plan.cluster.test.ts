import { deschedulerPolicy } from "../../components/scheduling/descheduler-policy";
import { emitPlacements } from "../../infra/placement/emit/emit-placements";
import { loadSolver } from "../../infra/placement/exact/solver";
import { plan as planOf } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, withExtraWorkload } from "../../infra/stack/testing/valid-stack";
import { priorities } from "../../infra/workloads/priority";
import { deschedulerSettings } from "../../stacks/composition/descheduler-settings";
import type { ControlPlane } from "../control-plane/control-plane";
import { startControlPlane } from "../control-plane/start-control-plane";
import { createNodes } from "../nodes/create-nodes";
import { deviations, plannedOnly } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import { smallDefinition } from "../testing/small-stack";
import { applyAdmissionPolicies } from "../workloads/apply-admission-policies";
import { playExternalWorkloads, startRuns } from "../workloads/play-external-workloads";
import { deschedulerRests } from "./descheduler-rests";
import type { Drill, DrillResult } from "./drill";
import { fromBefore } from "./from-before";

const minutes = 60_000;

/** The small stack with one workload more, that has no room beside the others on w1, where it ran: the plan moves it to w2. */
const stack = loadStack(
  withExtraWorkload(
    {
      namespace: "apps",
      name: "cache",
      kind: "Deployment",
      managedBy: "argocd",
      requests: { cpu: "100m", memory: "10Gi" },
      pin: "strict",
      rebalance: true,
      disruption: { maxUnavailable: 1 },
      current: { w1: 1 },
    },
    smallDefinition,
  ),
  validConfig,
);
const policy = { apiVersion: "descheduler/v1alpha2", kind: "DeschedulerPolicy", ...deschedulerPolicy(deschedulerSettings(stack), 36) };

let plan: Plan;
let controlPlane: ControlPlane;

beforeAll(async () => {
  plan = planOf(stack.problem, await loadSolver());
  controlPlane = await startControlPlane({ title: "the way to the plan", environment: process.env });
  const { api } = controlPlane;
  await createNodes(api, stack);
  for (const { name, value, description } of priorities) {
    await api.create({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value, description });
  }
  await applyAdmissionPolicies(api, stack, emitPlacements(stack, plan));
  await playExternalWorkloads(api, stack);
  await startRuns(api, stack);
  await settle(api, { done: (pods) => deviations(plan, pods, plannedOnly).length === 0 });
}, 10 * minutes);

afterAll(async () => {
  await controlPlane.close();
});

async function run(drill: Drill): Promise<DrillResult> {
  const { api } = controlPlane;
  const { env: environment, stderr: stream } = process;
  return drill.run({ stack, plan, controlPlane, api, environment, stream, seed: 1, step: () => undefined });
}

/** As the stack's release of the descheduler puts it into the cluster. */
async function setPolicy(text: string): Promise<void> {
  const metadata = { namespace: "kube-system", name: "descheduler", labels: { "app.kubernetes.io/name": "descheduler" } };
  await controlPlane.api.apply(
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "policy.yaml": text } },
    { fieldManager: "test", force: true },
  );
}

async function expectPlanned(): Promise<void> {
  const { pods } = await settle(controlPlane.api, { done: (seen) => deviations(plan, seen, plannedOnly).length === 0 });
  expect(deviations(plan, pods, plannedOnly)).toEqual([]);
}

it("the plan moves one workload", () => {
  expect(plan.workloads.filter(({ moved }) => moved).map(({ name, before, nodes }) => [name, before, nodes])).toEqual([
    ["cache", ["w1"], ["w2"]],
  ]);
});

describe("without a descheduler", () => {
  it("there is nothing that could rest", async () => {
    expect(await run(deschedulerRests)).toMatchObject({ outcome: "skipped", reason: "the stack has no descheduler" });
  });

  it(
    "the steps of npm run move are the way from before, and the cluster is as planned afterwards",
    async () => {
      const { outcome, summary, findings, facts } = await run(fromBefore);
      expect({ outcome, summary, findings }).toEqual({
        outcome: "held",
        summary: "0 pods moved by the descheduler, 1 by 1 steps; every pod is where it is planned",
        findings: [],
      });
      expect(facts).toEqual([
        { label: "cp1: CPU requests", value: "4 % → 4 %" },
        { label: "w1: CPU requests", value: "16 % → 16 %" },
        { label: "w2: CPU requests", value: "29 % → 30 %" },
        { label: "the descheduler's night", value: "the stack has no descheduler" },
      ]);
      await expectPlanned();
    },
    5 * minutes,
  );
});

describe("with the stack's own policy for the descheduler", () => {
  beforeAll(async () => {
    await setPolicy(JSON.stringify(policy));
  });

  it(
    "it leaves the planned cluster alone",
    async () => {
      const { outcome, summary, findings } = await run(deschedulerRests);
      expect({ outcome, findings }).toEqual({ outcome: "held", findings: [] });
      expect(summary).toMatch(/^it evicted none of \d+ pods$/);
    },
    5 * minutes,
  );

  it(
    "its night is the way from before, and no step is left",
    async () => {
      const { outcome, summary, findings, facts } = await run(fromBefore);
      expect({ outcome, summary, findings }).toEqual({
        outcome: "held",
        summary: "1 pods moved by the descheduler, 0 by 0 steps; every pod is where it is planned",
        findings: [],
      });
      expect(facts.at(-1)).toEqual({
        label: "evicted by the descheduler",
        value: expect.stringMatching(/^apps\/cache-\S+ from w1 \(RemovePodsViolatingNodeAffinity\)$/) as unknown,
      });
      await expectPlanned();
    },
    5 * minutes,
  );

  it(
    "a policy that evicts what is as planned is caught, with the pod, its planned node and the strategy",
    async () => {
      const life = {
        name: "PodLifeTime",
        args: { maxPodLifeTimeSeconds: 1, labelSelector: { matchLabels: { "app.kubernetes.io/name": "cache" } } },
      };
      const profile = { name: "berth", pluginConfig: [life], plugins: { deschedule: { enabled: [life.name] } } };
      await setPolicy(JSON.stringify({ ...policy, profiles: [profile] }));
      const { outcome, summary, findings } = await run(deschedulerRests);
      expect(outcome).toBe("broken");
      expect(summary).toMatch(/^it evicted 1 of \d+ pods$/);
      expect(findings).toEqual([
        {
          subject: expect.stringMatching(/^apps\/cache-/) as unknown,
          planned: ["w2"],
          failover: [],
          node: "w2",
          message: expect.stringMatching(/^was evicted by PodLifeTime/) as unknown,
        },
      ]);
      await expectPlanned();
    },
    5 * minutes,
  );
});
