import { deployment } from "../examples/deployment";
import { type Manifest, withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { noCpuLimits } from "./no-cpu-limits";

const podSpec = ["spec", "template", "spec"];
const limited = [{ name: "setup", resources: { limits: { cpu: 1 } } }];

it.each<[string, Manifest, string]>([
  [
    "a container",
    withField(deployment, [...podSpec, "containers", 0, "resources", "limits"], { cpu: "500m" }),
    "Container app of Deployment home/dashboard has a CPU limit: spec.template.spec.containers[0].resources.limits.cpu is 500m.",
  ],
  [
    "an init container or sidecar",
    withField(deployment, [...podSpec, "initContainers"], limited),
    "Container setup of Deployment home/dashboard has a CPU limit: spec.template.spec.initContainers[0].resources.limits.cpu is 1.",
  ],
  [
    "the pod as a whole",
    withField(deployment, [...podSpec, "resources"], { limits: { cpu: "2" } }),
    "Deployment home/dashboard has a CPU limit for the whole pod: spec.template.spec.resources.limits.cpu is 2.",
  ],
])("refuses a CPU limit of %s", (_, manifest, message) => {
  expect(ruleMessages(noCpuLimits, [manifest])).toEqual([`violation: ${message}`]);
});

it("looks into the template of a CronJob", () => {
  const { spec } = deployment;
  const template = typeof spec === "object" && spec !== null && "template" in spec ? spec["template"] : null;
  const cronJob: Manifest = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { namespace: "home", name: "backup" },
    spec: { schedule: "0 4 * * *", jobTemplate: { spec: { template: template ?? null } } },
  };
  const path = ["spec", "jobTemplate", "spec", "template", "spec", "containers", 0, "resources", "limits"];
  expect(ruleMessages(noCpuLimits, [cronJob])).toEqual([]);
  expect(ruleMessages(noCpuLimits, [withField(cronJob, path, { cpu: "1" })])).toEqual([
    "violation: Container app of CronJob home/backup has a CPU limit: spec.jobTemplate.spec.template.spec.containers[0].resources.limits.cpu is 1.",
  ]);
});

describe("a LimitRange", () => {
  const limitRange = (item: Manifest[string]): Manifest => ({
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { namespace: "home", name: "tier" },
    spec: { limits: [item] },
  });

  it.each(["default", "max", "maxLimitRequestRatio"])("may not have %s.cpu", (field) => {
    expect(ruleMessages(noCpuLimits, [limitRange({ type: "Container", [field]: { cpu: "1", memory: "1Gi" } })])).toEqual([
      `violation: LimitRange home/tier forces a CPU limit on every container of its namespace: spec.limits[0].${field}.cpu is 1.`,
    ]);
  });

  it("may have a default CPU request and memory limits", () => {
    expect(
      ruleMessages(noCpuLimits, [
        limitRange({
          type: "Container",
          defaultRequest: { cpu: "50m" },
          min: { cpu: "10m" },
          default: { memory: "256Mi" },
          max: { memory: "4Gi" },
        }),
      ]),
    ).toEqual([]);
  });
});

it("refuses a ResourceQuota of CPU limits, and accepts one of CPU requests", () => {
  const quota = (key: string): Manifest => ({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { namespace: "home", name: "tier" },
    spec: { hard: { [key]: "4" } },
  });
  expect(ruleMessages(noCpuLimits, [quota("limits.cpu")])).toEqual([
    'violation: ResourceQuota home/tier makes a CPU limit mandatory for every pod of its namespace: spec.hard["limits.cpu"] is 4.',
  ]);
  expect(ruleMessages(noCpuLimits, [quota("requests.cpu")])).toEqual([]);
});

it("points to Helm values that probably become one, and knows that null takes a chart's limit away", () => {
  const release = (resources: Manifest[string]): Manifest => ({
    apiVersion: "helm.sh/v3",
    kind: "Release",
    name: "keda",
    namespace: "keda",
    chart: "keda",
    values: { resources: { operator: resources }, quota: { limits: { cpu: "8" } } },
  });
  expect(ruleMessages(noCpuLimits, [release({ limits: { cpu: 1 } })])).toEqual([
    "advice: Release keda/keda sets values.resources.operator.limits.cpu: the chart probably gives its containers a CPU limit.",
  ]);
  expect(ruleMessages(noCpuLimits, [release({ limits: { cpu: null } })])).toEqual([]);
});
