import { plan } from "../placement/plan";
import { loadStack } from "../stack/load-stack";
import { validConfig, validDefinition, withExtraWorkload } from "../stack/testing/valid-stack";
import { ceilingAlerts, placementAlerts } from "./drift-alerts";
import { goalRules } from "./goal-rules";
import { plannedSets, podsOf } from "./planned-sets";
import { podSeries } from "./pod-series";
import { ruleGroups } from "./rule";
import { deploymentPod, ownedPod, watchRules } from "./testing/watch-rules";

jest.setTimeout(10 * 60 * 1000);

const rest = (namespace: string) =>
  ({
    namespace,
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    requests: { cpu: "10m", memory: "16Mi" },
    current: { worker1: 1 },
    pin: "strict",
  }) as const;
const definition = withExtraWorkload(rest("databases"), withExtraWorkload(rest("home"), validDefinition));
const stack = loadStack(definition, validConfig);
const planned = plan(stack.problem);
const groups = [...ruleGroups("series", podSeries), ...ruleGroups("drift", placementAlerts(stack, planned))];

/** Where the plan has a workload, which the tests below rest on. */
function placeOf(name: string): readonly (readonly string[])[] {
  const found = planned.workloads.find((workload) => workload.name === name);
  return [found?.nodes ?? [], found?.failover ?? []];
}

it("rests on this plan", () => {
  expect(placeOf("mosquitto")).toEqual([["worker1"], ["gpu1"]]);
  expect(placeOf("postgres")).toEqual([["worker1"], []]);
  expect(placeOf("sonarr")).toEqual([["gpu1"], ["worker1"]]);
});

describe("the plan by where it has its workloads", () => {
  const sets = plannedSets(stack, planned);

  it("has one set for all workloads with the same nodes, and none for what runs on every node", () => {
    const keys = sets.map((set) => JSON.stringify([set.planned, set.failover]));
    expect(new Set(keys).size).toBe(keys.length);
    const names = sets.flatMap(({ workloads }) => workloads.map(({ name }) => name));
    expect(names).not.toContain("cilium");
    expect(names).not.toContain("kube-apiserver");
    expect(names).toContain("coredns");
  });

  it("selects what has a name by it, and the rest of a namespace by the names that it is not", () => {
    const set = {
      planned: ["a"],
      failover: [],
      workloads: [
        { namespace: "home", name: "mosquitto" },
        { namespace: "media", name: "sonarr" },
        { namespace: "argocd", name: "rest", rest: [] },
        { namespace: "home", name: "rest", rest: ["dashboard", "mosquitto"] },
      ],
    };
    expect(podsOf(set, 'node="b"')).toBe(
      [
        'berth:pod_node{id=~"home/mosquitto|media/sonarr", node="b"}',
        'berth:pod_node{namespace=~"argocd", node="b"}',
        'berth:pod_node{namespace="home", workload!~"dashboard|mosquitto", node="b"}',
      ].join(" or "),
    );
  });
});

describe("a pod where the plan never has it", () => {
  it.each([
    ["of a Deployment", deploymentPod("home", "mosquitto", "cp1", 40), "mosquitto-6d5f-a"],
    ["of a StatefulSet", ownedPod("StatefulSet", "databases", "postgres", "gpu1", 40), "postgres-0"],
    ["of an operator's own kind", ownedPod("Cluster", "databases", "postgres", "gpu1", 40), "postgres-0"],
    ["that stands for the rest of its namespace", deploymentPod("home", "anything", "cp1", 40), "anything-6d5f-a"],
  ])("%s is told after a quarter of an hour", async (_, series, pod) => {
    expect(await watchRules(groups, series, 40)).toEqual([`PodOutsidePlan ${pod} 15-40`]);
  });

  it("is told once for each pod, however many exporters there are", async () => {
    const one = deploymentPod("home", "mosquitto", "cp1", 40);
    const twice = one.flatMap((line) => [line.replace("{", '{instance="1",'), line.replace("{", '{instance="2",')]);
    expect(await watchRules(groups, [...twice, ...deploymentPod("home", "mosquitto", "cp1", 40, "b")], 40)).toEqual([
      "PodOutsidePlan mosquitto-6d5f-a 15-40",
      "PodOutsidePlan mosquitto-6d5f-b 15-40",
    ]);
  });

  it("is not told of what has ended, of what is in no table's namespace, nor of what runs on every node", async () => {
    const ended = deploymentPod("home", "mosquitto", "cp1", 40).map((line) => line.replace('"Running"', '"Succeeded"'));
    const agent = ownedPod("DaemonSet", "home", "agent", "cp1", 40);
    expect(await watchRules(groups, [...ended, ...agent, ...deploymentPod("elsewhere", "mosquitto", "cp1", 40)], 40)).toEqual([]);
  });

  it("is not told when it goes on moving", async () => {
    const pods = ["a", "b", "c"].flatMap((suffix, i) =>
      deploymentPod("home", "mosquitto", "cp1", 12, suffix).map((line) => line.replace(" 1x12", ` _x${13 * i} 1x12`)),
    );
    expect(await watchRules(groups, pods, 40)).toEqual([]);
  });
});

describe("a pod where it only falls back to", () => {
  const day = 24 * 60;

  it("is told after a day", async () => {
    expect(await watchRules(groups, deploymentPod("home", "mosquitto", "gpu1", day + 60), day + 60)).toEqual([
      `PodOnFailoverNode mosquitto-6d5f-a ${day}-${day + 60}`,
    ]);
  });

  it("is not told where it is planned", async () => {
    expect(await watchRules(groups, deploymentPod("home", "mosquitto", "worker1", day + 60), day + 60)).toEqual([]);
  });
});

describe("a node over its ceiling", () => {
  const ceilings = { controlPlane: { cpuPercent: 70, memoryPercent: 80 }, worker: { cpuPercent: 85, memoryPercent: 90 } };
  const rules = ceilingAlerts([{ name: "cp1", role: "control-plane" } as const, { name: "worker1", role: "worker" } as const], ceilings);
  const watched = [...ruleGroups("series", podSeries), ...ruleGroups("drift", rules)];
  const requesting = (node: string, resource: string, value: number, phase = "Running"): readonly string[] => [
    `kube_node_status_allocatable{node="${node}",resource="${resource}"} 100x60`,
    `kube_pod_container_resource_requests{namespace="a",pod="p",container="c",node="${node}",resource="${resource}"} ${value}x60`,
    `kube_pod_status_phase{namespace="a",pod="p",phase="${phase}"} 1x60`,
  ];

  it.each([
    ["cp1", "cpu", 71, 70],
    ["cp1", "memory", 81, 80],
    ["worker1", "cpu", 86, 85],
    ["worker1", "memory", 91, 90],
  ])("is %s with more %s than %i %%", async (node, resource, above, at) => {
    expect(await watchRules(watched, requesting(node, resource, above), 60)).toEqual([`NodeOverCeiling ${node} 30-60`]);
    expect(await watchRules(watched, requesting(node, resource, at), 60)).toEqual([]);
    expect(await watchRules(watched, requesting(node, resource, above, "Failed"), 60)).toEqual([]);
  });
});

it("refuses success metrics of machines that there are not", () => {
  const metrics = { requests: [{ node: "cp9", resource: "cpu", below: 70 }], scaleToZero: 0, metered: [] } as const;
  expect(() => goalRules(stack, planned, metrics)).toThrow(
    'goals.requests[0].node: is no machine of this stack (found cp9)\n    fix: did you mean "cp1"?',
  );
});
