import { plan } from "../infra/placement/plan";
import { loadStack } from "../infra/stack/load-stack";
import { type Stack } from "../infra/stack/stack";
import { validConfig, validDefinition } from "../infra/stack/testing/valid-stack";
import { deploy as deployHomelab } from "../stacks/homelab";
import { definition as homelabDefinition } from "../stacks/homelab/definition";
import { deploySmall } from "../stacks/testing/small-program";
import { type Container } from "../infra/workloads/container-schema";
import { type Workload } from "../infra/workloads/workload";
import { checkCluster, checkStack } from "./check-stack";
import { packConfigurationOf } from "./configuration";
import { type PolicyFinding } from "./finding";
import { clusterFromResources } from "./model/from-resources";
import { type CalendarDate } from "./calendar-date";
import { deployed, type DeployedStack } from "./testing/deployed-resources";
import { testDay } from "./testing/rule-findings";

const valid = loadStack(validDefinition, validConfig);
const validPlan = plan(valid.problem);

/** The stack with one workload changed after it was loaded, past the checks of its tables. */
function changed(id: string, change: Partial<Workload>): Stack {
  const workloads = valid.workloads.map((workload) => (workload.id === id ? { ...workload, ...change } : workload));
  const requires = change.requires;
  const posed =
    requires === undefined
      ? valid.problem.workloads
      : valid.problem.workloads.map((workload) => (workload.id === id ? { ...workload, requires } : workload));
  return { ...valid, workloads, problem: { ...valid.problem, workloads: posed } };
}

function workload(id: string): Workload {
  const found = valid.workloads.find((candidate) => candidate.id === id);
  if (found === undefined) {
    throw new Error(`the valid stack has no ${id}`);
  }
  return found;
}

interface Verdicts {
  readonly model: readonly string[];
  readonly resources: readonly string[];
}

async function verdicts(stack: Stack): Promise<Verdicts> {
  return verdictsOn(testDay, await deployed(stack, validPlan, deploySmall));
}

function verdictsOn(today: CalendarDate, { stack, placements, resources }: DeployedStack): Verdicts {
  return {
    model: violationsIn(checkStack(stack, placements, stack.policies, today)),
    resources: violationsIn(checkCluster(clusterFromResources(resources), packConfigurationOf(stack), today)),
  };
}

/** Which rule is broken by which workload. */
function violationsIn(findings: readonly PolicyFinding[]): readonly string[] {
  const verdicts = findings
    .filter(({ outcome }) => outcome === "violation")
    .map(({ policy, subject }) => `${policy}: ${/[a-z0-9-]+\/[a-z0-9-]+(?=\)?$)/.exec(subject)?.[0] ?? subject}`);
  return [...new Set(verdicts)];
}

/** What of the dashboard changes when its container requests so many cards. */
function requesting(cards: number): Partial<Workload> {
  const { requests, containers } = workload("home/dashboard");
  const extended = { "gpu.intel.com/i915": cards };
  return {
    requests: { ...requests, extended },
    containers: containers.map((container) => ({ ...container, requests: { ...container.requests, extended } })),
  };
}

/** The dashboard with something else about its containers. */
function withContainer(change: Partial<Container>): Stack {
  return changed("home/dashboard", { containers: workload("home/dashboard").containers.map((container) => ({ ...container, ...change })) });
}

const onWorker1 = [{ key: "kubernetes.io/hostname", operator: "In" as const, values: ["worker1"] }];
const onAnyWorker = [{ key: "kubernetes.io/hostname", operator: "In" as const, values: ["gpu1", "worker1"] }];

it.each([
  ["the valid stack", valid, deploySmall],
  ["the homelab", loadStack(homelabDefinition, validConfig), deployHomelab],
])("%s breaks no rule, however it is looked at", async (_, stack, deploy) => {
  const { placements, resources } = await deployed(stack, plan(stack.problem), deploy);
  expect(violationsIn(checkStack(stack, placements))).toEqual([]);
  expect(violationsIn(checkCluster(clusterFromResources(resources), packConfigurationOf(stack)))).toEqual([]);
});

// home/dashboard is deployed by Berth; the others by Argo CD, so that their pods are only seen in a MutatingPolicy.
it.each<[string, Stack, readonly string[]]>([
  ["its own workload selects a host name", changed("home/dashboard", { requires: onWorker1 }), ["no-hostname-pinning: home/dashboard"]],
  [
    "its own workload requires one of two host names",
    changed("home/dashboard", { requires: onAnyWorker }),
    ["no-hostname-pinning: home/dashboard"],
  ],
  ["a placed workload selects a host name", changed("home/mosquitto", { requires: onWorker1 }), ["no-hostname-pinning: home/mosquitto"]],
  [
    "a placed workload requires one of two host names",
    changed("home/mosquitto", { requires: onAnyWorker }),
    ["no-hostname-pinning: home/mosquitto"],
  ],
  [
    "its own workload tolerates everything",
    changed("home/dashboard", { tolerations: [{ operator: "Exists" }] }),
    ["control-plane-for-core-only: home/dashboard"],
  ],
  [
    "a placed workload tolerates everything",
    changed("home/mosquitto", { tolerations: [{ operator: "Exists" }] }),
    ["control-plane-for-core-only: home/mosquitto"],
  ],
  [
    "a placed workload does not tolerate its GPU's taint",
    changed("media/jellyfin", { tolerations: [] }),
    ["gpu-request-selector-toleration: media/jellyfin"],
  ],
  [
    "its own workload requests a GPU and nothing else",
    changed("home/dashboard", requesting(1)),
    ["gpu-request-selector-toleration: home/dashboard"],
  ],
  [
    "its own workload requests half a GPU",
    changed("home/dashboard", {
      ...requesting(0.5),
      requires: workload("media/jellyfin").requires,
      tolerations: workload("media/jellyfin").tolerations,
    }),
    ["gpu-request-selector-toleration: home/dashboard"],
  ],
  [
    "a scaled workload is handed to the descheduler",
    changed("media/sonarr", { coordinator: "descheduler" }),
    ["descheduler-excludes-keda-scaled: media/sonarr"],
  ],
  [
    "its own workload needs all of its pods",
    changed("home/dashboard", { disruption: { minAvailable: 2 } }),
    ["rebalanced-workload-has-disruption-budget: home/dashboard"],
  ],
  [
    "its own workload's percentage rounds up to all of its pods",
    changed("home/dashboard", { disruption: { minAvailable: "51%" } }),
    ["rebalanced-workload-has-disruption-budget: home/dashboard"],
  ],
  [
    "a placed workload is rebalanced without a budget",
    changed("home/mosquitto", { coordinator: "descheduler" }),
    ["rebalanced-workload-has-disruption-budget: home/mosquitto"],
  ],
  [
    "its own workload has a CPU limit",
    changed("home/dashboard", {
      containers: workload("home/dashboard").containers.map((container) => ({ ...container, limits: { cpu: "1" } })),
    }),
    ["no-cpu-limits: home/dashboard"],
  ],
  [
    "its own workload runs whatever is latest",
    withContainer({ image: "ghcr.io/example/dashboard:latest" }),
    ["image-is-pinned: home/dashboard"],
  ],
  [
    "its own workload has a secret written down",
    withContainer({ env: { DATABASE_PASSWORD: "correct horse" } }),
    ["no-secrets-in-plain-text: home/dashboard"],
  ],
  [
    "its own workload may use less memory than it requests",
    withContainer({ limits: { memory: "1Mi" } }),
    ["memory-limit-covers-request: home/dashboard"],
  ],
  ["its own workload requests nothing", withContainer({ requests: {}, limits: {} }), ["container-requests-cpu-and-memory: home/dashboard"]],
  [
    "its own workload scales from zero by what running pods use",
    changed("media/sonarr", {
      scaling: {
        minReplicas: 0,
        maxReplicas: 2,
        pollingSeconds: 30,
        cooldownSeconds: 300,
        triggers: [{ type: "cpu", utilizationPercent: 70 }],
      },
    }),
    ["scale-from-zero-has-trigger: media/sonarr"],
  ],
])("the model and the resources agree when %s", async (_, stack, expected) => {
  expect(await verdicts(stack)).toEqual({ model: expected, resources: expected });
});

// What stands in a chart or repository of someone else is known to the tables alone.
it.each<[string, Stack, string]>([
  [
    "a CPU limit of a workload that others deploy",
    changed("home/mosquitto", { limits: { cpuMilli: 500 } }),
    "no-cpu-limits: home/mosquitto",
  ],
  [
    "a GPU that a workload which others deploy selects and does not request",
    changed("media/jellyfin", { requests: { ...workload("media/jellyfin").requests, extended: {} } }),
    "gpu-request-selector-toleration: media/jellyfin",
  ],
])("only the model sees %s", async (_, stack, expected) => {
  expect(await verdicts(stack)).toEqual({ model: [expected], resources: [] });
});

it("both hosts accept what the stack exempts, until the day after its last", async () => {
  const pinned = changed("home/dashboard", { requires: onWorker1 });
  const exempting = {
    ...pinned,
    policies: {
      "no-hostname-pinning": { exemptions: [{ subject: "home/dashboard", reason: "it reads that node's sensor", until: testDay }] },
    },
  };
  const both = await deployed(exempting, validPlan, deploySmall);
  expect(verdictsOn(testDay, both)).toEqual({ model: [], resources: [] });
  const broken = ["no-hostname-pinning: home/dashboard"];
  expect(verdictsOn("2026-06-02", both)).toEqual({ model: broken, resources: broken });
});
