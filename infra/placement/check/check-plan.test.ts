import { plan } from "../plan";
import type { Plan, PlannedWorkload } from "../plan-document";
import { podsPerNode, assign } from "../search/assign";
import { hostname, node, problem, workload } from "../testing/problems";
import { checkPlan } from "./check-plan";

const zone = "topology.kubernetes.io/zone";
const posed = problem(
  [
    node("a", { labels: { [zone]: "a", disk: "ssd" } }),
    node("b", { labels: { [zone]: "b", disk: "ssd" } }),
    node("c", { labels: { [zone]: "b" }, taints: [{ key: "t", value: "", effect: "NoSchedule" }] }),
    node("cp", { controlPlane: true }),
  ],
  [
    workload("apart", { replicas: 2, requires: [{ key: "disk", operator: "Exists" }], antiAffinityTopologyKey: zone }),
    workload("targeted", { target: [{ key: "disk", operator: "In", values: ["ssd"] }] }),
    workload("follower", { colocateWith: "apps/targeted" }),
    workload("fixed", { mode: "fixed", current: { b: 1 } }),
    workload("spread", { replicas: 2, spreads: [{ topologyKey: zone, maxSkew: 1, strict: true }] }),
    workload("agent", { mode: "perNode", requests: { cpuMilli: 100 } }),
  ],
);
const valid = plan(posed);
const counts = podsPerNode(assign(posed));

function messages(changed: Plan, pods = counts): readonly string[] {
  return checkPlan(posed, changed, pods).map(({ path, message }) => `${path} ${message}`);
}

function withChange(name: string, change: Partial<PlannedWorkload>): Plan {
  return { ...valid, workloads: valid.workloads.map((each) => (each.name === name ? { ...each, ...change } : each)) };
}

function withPods(name: string, pods: Readonly<Record<string, number>>): ReadonlyMap<string, Readonly<Record<string, number>>> {
  return new Map([...counts, [`apps/${name}`, pods]]);
}

test("a plan of the planner has nothing against it", () => {
  expect(messages(valid)).toEqual([]);
});

test.each<[string, Partial<PlannedWorkload>, string]>([
  ["targeted", { nodes: ["c"] }, "workloads[apps/targeted] may not run on c: taints or requirements"],
  ["targeted", { nodes: ["cp"] }, "workloads[apps/targeted] has its target elsewhere than cp"],
  ["targeted", { nodes: ["nowhere"] }, "workloads[apps/targeted] names nodes that do not exist: nowhere"],
  ["targeted", { nodes: [] }, "workloads[apps/targeted] has pods but neither nodes nor an entry among the unplaced"],
  ["targeted", { nodes: ["a", "b"] }, "workloads[apps/targeted] has more nodes than pods: a, b"],
  ["targeted", { failover: ["cp"] }, "workloads[apps/targeted] may not fall back to cp"],
  ["apart", { nodes: ["cp"] }, "workloads[apps/apart] may not run on cp: taints or requirements"],
  ["fixed", { nodes: ["a"] }, "workloads[apps/fixed] is fixed on b but planned on a"],
])("%s with %j", (name, change, expected) => {
  expect(messages(withChange(name, change))).toContain(expected);
});

test("a follower elsewhere than its leader", () => {
  const leader = valid.workloads.find(({ name }) => name === "targeted")?.nodes ?? [];
  const elsewhere = ["a", "b"].filter((name) => !leader.includes(name));
  expect(messages(withChange("follower", { nodes: elsewhere }))).toEqual([
    `workloads[apps/follower] is on ${elsewhere.join(", ")} without apps/targeted`,
  ]);
});

test("two nodes in one domain against anti-affinity", () => {
  const one = problem(
    [node("a", { labels: { [zone]: "x" } }), node("b", { labels: { [zone]: "x" } })],
    [workload("w", { replicas: 2, antiAffinityTopologyKey: zone })],
  );
  const made = plan(one);
  const both = { ...made, unplaced: [], workloads: made.workloads.map((each) => ({ ...each, nodes: ["a", "b"], failover: [] })) };
  expect(checkPlan(one, both).map(({ message }) => message)).toEqual([`has two nodes with the same ${zone}`]);
});

test.each<[string, Readonly<Record<string, number>>, string]>([
  ["spread", { a: 2 }, "workloads[apps/spread] is spread 2:0, more than 1 apart"],
  ["spread", { a: 1, cp: 1 }, `workloads[apps/spread] is spread over ${zone}, which cp has no part in`],
  ["targeted", { a: 2 }, "workloads[apps/targeted] has 2 pods placed and 0 unplaced of 1"],
  ["apart", { a: 2 }, "workloads[apps/apart] has two pods on one node against its anti-affinity"],
  ["targeted", { a: 9 }, "nodes[a] has 4000 of cpu but"],
])("%s with %j pods", (name, pods, expected) => {
  expect(messages(valid, withPods(name, pods)).join("\n")).toContain(expected);
});

test("a workload that the plan leaves out", () => {
  expect(messages({ ...valid, workloads: valid.workloads.filter(({ name }) => name !== "agent") })).toEqual([
    "workloads[apps/agent] is not in the plan",
  ]);
});

test("without counts, one pod on each planned node is certain", () => {
  const full = problem(
    [node("a", { allocatable: { cpuMilli: 1500 } }), node("b")],
    [workload("v", { requires: [{ key: hostname, operator: "In", values: ["b"] }] }), workload("w")],
  );
  const made = plan(full);
  const crowded = { ...made, workloads: made.workloads.map((each) => ({ ...each, nodes: ["a"], failover: [] })) };
  expect(checkPlan(full, crowded).map(({ path, message }) => `${path} ${message}`)).toEqual([
    "workloads[apps/v] may not run on a: taints or requirements",
    "nodes[a] has 1500 of cpu but 2000 are requested",
  ]);
});
