import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { quotaAdmitsWorkloads } from "./quota-admits-workloads";

function quota(hard: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: "v1", kind: "ResourceQuota", metadata: { namespace: "home", name: "tier" }, spec: { hard } };
}

/** Two pods of 100m and 128Mi, and none besides during an update. */
const workload = withField(deployment, ["spec", "strategy"], { type: "Recreate" });

// What they come to.
it.each<[string, string, string | undefined]>([
  ["requests.cpu", "200m", undefined],
  ["requests.cpu", "0.2", undefined],
  ["requests.cpu", "199m", "200m"],
  ["cpu", "100m", "200m"],
  ["requests.memory", "256Mi", undefined],
  ["requests.memory", "255Mi", "256Mi"],
  ["memory", "0.1Gi", "256Mi"],
  ["pods", "2", undefined],
  ["pods", "1", "2"],
  ["services", "0", undefined],
  ["requests.cpu", "plenty", undefined],
])("%s: %s", (key, amount, total) => {
  expect(ruleMessages(quotaAdmitsWorkloads, [quota({ [key]: amount }), workload])).toEqual(
    total === undefined
      ? []
      : [`violation: ResourceQuota home/tier allows ${key} of ${amount}, and the workloads of the namespace may ask for ${total}.`],
  );
});

it("counts an init container where it needs more than those after it, a sidecar beside them", () => {
  const path = ["spec", "template", "spec", "initContainers"];
  const init = { name: "setup", image: "example/setup:1", resources: { requests: { cpu: "150m" } } };
  const hard = { "requests.cpu": "0" };
  const [first] = ruleMessages(quotaAdmitsWorkloads, [quota(hard), withField(workload, path, [init])]);
  expect(first).toMatch(/may ask for 300m\.$/);
  const [beside] = ruleMessages(quotaAdmitsWorkloads, [quota(hard), withField(workload, path, [{ ...init, restartPolicy: "Always" }])]);
  expect(beside).toMatch(/may ask for 500m\.$/);
});

it("counts its own namespace only", () => {
  expect(ruleMessages(quotaAdmitsWorkloads, [quota({ pods: "0" }), withField(deployment, ["metadata", "namespace"], "media")])).toEqual([]);
});

function pods(...manifests: readonly Manifest[]): number {
  const [found = ""] = ruleMessages(quotaAdmitsWorkloads, [quota({ pods: "0" }), ...manifests], { nodes: 5 });
  return Number(/may ask for (\d+)\.$/.exec(found)?.[1] ?? 0);
}

function asKind(kind: string, apiVersion: string): Manifest {
  return { ...withField(deployment, ["spec", "replicas"], undefined), apiVersion, kind, metadata: { namespace: "home", name: "other" } };
}

it.each<[string, Manifest[string] | undefined, number]>([
  ["a quarter by default, rounded up", undefined, 3],
  ["a count", { rollingUpdate: { maxSurge: 2 } }, 4],
  ["no more than there are pods", { rollingUpdate: { maxSurge: 7 } }, 4],
  ["all of them", { rollingUpdate: { maxSurge: "100%" } }, 4],
  ["none", { rollingUpdate: { maxSurge: 0 } }, 2],
  ["none, because the old ones stop first", { type: "Recreate" }, 2],
])("counts the pods of an update: %s", (_, strategy, count) => {
  expect(pods(withField(deployment, ["spec", "strategy"], strategy))).toBe(count);
});

it("counts one update at a time, the largest", () => {
  const larger = withField(withField(deployment, ["metadata", "name"], "larger"), ["spec", "replicas"], 8);
  expect(pods(deployment, larger)).toBe(2 + 8 + 2);
});

it("counts as many pods as KEDA may make", () => {
  const scaledObject = (spec: Readonly<Record<string, Manifest[string]>>): Manifest => ({
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { namespace: "home", name: "dashboard" },
    spec: { scaleTargetRef: { name: "dashboard" }, ...spec },
  });
  expect(pods(workload, scaledObject({ maxReplicaCount: 6 }))).toBe(6);
  expect(pods(workload, scaledObject({}))).toBe(100);
});

it("counts a DaemonSet on every node, unless it selects some, and a run of each CronJob and Job", () => {
  const daemonSet = asKind("DaemonSet", "apps/v1");
  expect(pods(daemonSet)).toBe(1);
  expect(pods(withField(daemonSet, ["spec", "template", "spec", "nodeSelector"], undefined))).toBe(5);
  const { spec } = deployment;
  expect(pods(withField(asKind("Job", "batch/v1"), ["spec", "parallelism"], 3))).toBe(3);
  const cronJob: Manifest = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { namespace: "home", name: "backup" },
    spec: { schedule: "0 4 * * *", jobTemplate: { spec: spec ?? {} } },
  };
  expect(pods(cronJob, workload)).toBe(1 + 2);
  expect(ruleMessages(quotaAdmitsWorkloads, [quota({ "requests.cpu": "250m" }), cronJob, workload])).toEqual([
    "violation: ResourceQuota home/tier allows requests.cpu of 250m, and the workloads of the namespace may ask for 300m.",
  ]);
});

it("counts what a LimitRange gives a container that says nothing", () => {
  const silent = withField(workload, ["spec", "template", "spec", "containers", 0, "resources"], undefined);
  const limitRange = (item: Readonly<Record<string, Manifest[string]>>): Manifest => ({
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { namespace: "home", name: "tier" },
    spec: { limits: [{ type: "Container", ...item }] },
  });
  const asked = (...manifests: readonly Manifest[]) =>
    ruleMessages(quotaAdmitsWorkloads, [quota({ "requests.memory": "1Gi" }), ...manifests]);
  expect(asked(silent)).toEqual([]);
  expect(asked(silent, limitRange({ defaultRequest: { memory: "1Gi" }, default: { memory: "4Gi" } }))[0]).toMatch(/may ask for 2048Mi\.$/);
  expect(asked(silent, limitRange({ default: { memory: "4Gi" } }))[0]).toMatch(/may ask for 8192Mi\.$/);
  expect(asked(workload, limitRange({ default: { memory: "4Gi" } }))).toEqual([]);
});
