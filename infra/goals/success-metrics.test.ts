import { podSeries } from "./pod-series";
import { maxRulesPerGroup, ruleGroups } from "./rule";
import { goalMet, goalName, nodeIdleWatts, nodeWatts, scaledToZero, scalesToZero, successMetricRules } from "./success-metrics";
import { seen, watchRules } from "./testing/watch-rules";

jest.setTimeout(10 * 60 * 1000);

const scaling = { minReplicas: 0, maxReplicas: 1, pollingSeconds: 30, cooldownSeconds: 300, triggers: [] };
const workloads = [
  { namespace: "media", name: "sonarr", kind: "Deployment", scaling },
  { namespace: "media", name: "tdarr", kind: "StatefulSet", scaling },
  { namespace: "llm", name: "ollama", kind: "Deployment", scaling },
  { namespace: "llm", name: "gateway", kind: "Deployment", scaling: { ...scaling, minReplicas: 1 } },
  { namespace: "home", name: "dashboard", kind: "Deployment" },
] as const;
const cpuBelow = { node: "cp1", resource: "cpu", below: 70 } as const;
const cpuAbove = { node: "gpu1", resource: "cpu", above: 30 } as const;
const rules = successMetricRules({ requests: [cpuBelow, cpuAbove], scaleToZero: 3, metered: ["cp1", "gpu1"] }, workloads);

/** The minutes in which an expression over what is recorded has a value. */
function whileHolds(expr: string, series: readonly string[], minutes: number): Promise<readonly string[]> {
  return watchRules(
    [...ruleGroups("series", podSeries), ...ruleGroups("goals", rules), ...ruleGroups("seen", [seen(expr, "it")])],
    series,
    minutes,
  );
}

const requests = (node: string, percent: number): readonly string[] => [
  `kube_node_status_allocatable{node="${node}",resource="cpu"} 100x10`,
  `kube_pod_container_resource_requests{namespace="a",pod="${node}",container="c",node="${node}",resource="cpu"} ${percent}x10`,
  `kube_pod_status_phase{namespace="a",pod="${node}",phase="Running"} 1x10`,
];

it.each([
  ["met", cpuBelow, "cp1", 69, 1],
  ["missed", cpuBelow, "cp1", 70, 0],
  ["met", cpuAbove, "gpu1", 31, 1],
  ["missed", cpuAbove, "gpu1", 30, 0],
] as const)("says that a goal of requests is %s: %j", async (_, goal, node, percent, value) => {
  const expr = `max by (goal) (${goalMet}{goal="${goalName(goal)}"}) == ${value}`;
  expect(await whileHolds(expr, requests(node, percent), 10)).toEqual(["Seen it 0-10"]);
});

it("says nothing of a goal that it knows nothing of", async () => {
  expect(await whileHolds(`max by (goal) (${goalMet}{goal="${goalName(cpuAbove)}"})`, requests("cp1", 50), 10)).toEqual([]);
});

describe("workloads that scale to zero", () => {
  const autoscaler = (namespace: string, name: string): string =>
    `kube_horizontalpodautoscaler_spec_max_replicas{namespace="${namespace}",horizontalpodautoscaler="keda-hpa-${name}"} 1x10`;
  const series = [
    autoscaler("media", "sonarr"),
    autoscaler("media", "tdarr"),
    autoscaler("llm", "ollama"),
    autoscaler("llm", "gateway"),
    'kube_deployment_spec_replicas{namespace="media",deployment="sonarr"} 0x10',
    'kube_statefulset_replicas{namespace="media",statefulset="tdarr"} 0x10',
    'kube_deployment_spec_replicas{namespace="llm",deployment="ollama"} 1x10',
    'kube_deployment_spec_replicas{namespace="home",deployment="dashboard"} 0x10',
  ];

  it("are those of the tables that KEDA has an autoscaler for", async () => {
    expect(await whileHolds(`${scalesToZero} == 3`, series, 10)).toEqual(["Seen it 0-10"]);
    expect(await whileHolds(`${goalMet}{goal="3 workloads or more scale to zero"} == 1`, series, 10)).toEqual(["Seen it 0-10"]);
    expect(await whileHolds(`${goalMet}{goal="3 workloads or more scale to zero"} == 0`, series.slice(1), 10)).toEqual(["Seen it 0-10"]);
  });

  it("are at zero when they have no replicas", async () => {
    expect(await whileHolds(`${scaledToZero} == 2`, series, 10)).toEqual(["Seen it 0-10"]);
    expect(await whileHolds(`${scaledToZero} == 0`, [], 10)).toEqual(["Seen it 0-10"]);
  });
});

describe("power", () => {
  const plug = (alias: string, values: string): string =>
    `device_electric_power_watts{device_alias="${alias}",device_id="${alias}1"} ${values}`;

  it("is that of the plugs that are called like nodes", async () => {
    const series = [plug("cp1", "12x10"), plug("gpu1", "30x10"), plug("Lamp", "60x10")];
    expect(await whileHolds(`${nodeWatts}{node="gpu1"} == 30`, series, 10)).toEqual(["Seen it 0-10"]);
    expect(await whileHolds(`sum(${nodeWatts}) == 42`, series, 10)).toEqual(["Seen it 0-10"]);
  });

  it("has as its baseline what is drawn at least for 95 % of a day", async () => {
    const day = 24 * 60;
    const series = [plug("cp1", `20x${day / 2 - 1} 9x${day / 2}`)];
    expect(await whileHolds(`round(${nodeIdleWatts}{node="cp1"}) == 9`, series, day)).toEqual([`Seen it ${day / 2 + 38}-${day}`]);
  });
});

it("comes in groups that every ruler takes", () => {
  const many = Array.from({ length: 2 * maxRulesPerGroup + 1 }, (_, i) => ({ record: `series_${i}`, expr: "vector(1)" }));
  expect(ruleGroups("berth", many).map(({ name, rules: each }) => [name, each.length])).toEqual([
    ["berth-1", 20],
    ["berth-2", 20],
    ["berth-3", 1],
  ]);
  expect(ruleGroups("berth", many.slice(0, 1)).map(({ name }) => name)).toEqual(["berth"]);
  expect(ruleGroups("berth", [])).toEqual([]);
});
