import { plan } from "../plan";
import type { Plan, PlannedWorkload } from "../plan-document";
import type { HostPort, PlacementWorkload } from "../problem";
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
  [
    "targeted",
    { nodes: ["c"] },
    `workloads[apps/targeted] is planned on c but has pods on ${Object.keys(counts.get("apps/targeted") ?? {}).join()}`,
  ],
  ["targeted", { nodes: [] }, "workloads[apps/targeted] has pods but neither nodes nor an entry among the unplaced"],
  ["targeted", { nodes: ["a", "b"] }, "workloads[apps/targeted] has more nodes than pods: a, b"],
  ["targeted", { failover: ["cp"] }, "workloads[apps/targeted] may not fall back to cp"],
  ["apart", { nodes: ["cp"] }, "workloads[apps/apart] may not run on cp: taints or requirements"],
  ["fixed", { nodes: ["a"] }, "workloads[apps/fixed] is fixed on b but planned on a"],
])("%s with %j", (name, change, expected) => {
  expect(messages(withChange(name, change))).toContain(expected);
});

test.each([["twice"], ["out of order"]])("a node that is named %s", (how) => {
  const on = Object.keys(counts.get("apps/apart") ?? {}).sort();
  const nodes = how === "twice" ? on.map(() => on[0] ?? "") : on.toReversed();
  expect(messages(withChange("apart", { nodes }))).toContain(
    `workloads[apps/apart] is planned on ${nodes.join(", ")} but has pods on ${on.join(", ")}`,
  );
});

test("a follower elsewhere than its leader", () => {
  const leader = valid.workloads.find(({ name }) => name === "targeted")?.nodes ?? [];
  const elsewhere = ["a", "b"].filter((name) => !leader.includes(name));
  const pods = withPods("follower", Object.fromEntries(elsewhere.map((name) => [name, 1])));
  expect(messages(withChange("follower", { nodes: elsewhere }), pods)).toContain(
    `workloads[apps/follower] is on ${elsewhere.join(", ")} without apps/targeted`,
  );
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

/** A plan with these pods and nothing unplaced, whatever the planner would do. */
function findings(nodes: Parameters<typeof problem>[0], rows: Parameters<typeof problem>[1], changes: Parameters<typeof problem>[2] = {}) {
  return (pods: Readonly<Record<string, Readonly<Record<string, number>>>>): readonly string[] => {
    const one = problem(
      nodes,
      rows.map((row) => ({ ...row, replicas: Object.values(pods[row.name] ?? {}).reduce((sum, here) => sum + here, 0) })),
      changes,
    );
    const made: Plan = {
      ...plan(problem([node("a")], [])),
      workloads: one.workloads.map(({ namespace, name, replicas }) => ({
        namespace,
        name,
        replicas,
        nodes: Object.keys(pods[name] ?? {}).sort(),
        failover: [],
        before: [],
        moved: false,
        reason: "",
      })),
      unplaced: [],
    };
    const counted = new Map(one.workloads.map(({ id, name }) => [id, pods[name] ?? {}]));
    return checkPlan(one, made, counted).map(({ path, message }) => `${path} ${message}`);
  };
}

const zones = [
  node("a1", { labels: { [zone]: "a" } }),
  node("a2", { labels: { [zone]: "a" } }),
  node("b1", { labels: { [zone]: "b" } }),
  node("x"),
];

test("anti-affinity between workloads, whichever has the term", () => {
  const check = findings(zones, [workload("w", { podAntiAffinity: [{ topologyKey: zone, selects: ["apps/v"] }] }), workload("v")]);
  expect(check({ w: { a1: 1, x: 1 }, v: { b1: 1, x: 1 } })).toEqual([]);
  expect(check({ w: { a1: 2 }, v: { a2: 1 } })).toEqual([`workloads[apps/w] is on a1, where it has apps/v with the same ${zone}`]);
});

describe("pod affinity", () => {
  const near = (...selects: readonly string[]): ReturnType<typeof workload> =>
    workload("w", { podAffinity: [{ topologyKey: zone, selects: selects.map((name) => `apps/${name}`) }] });

  test("needs a selected pod in the domain", () => {
    const check = findings(zones, [near("v"), workload("v")]);
    expect(check({ w: { a1: 1 }, v: { a2: 1 } })).toEqual([]);
    expect(check({ w: { a1: 1, x: 1 }, v: { b1: 1, x: 1 } })).toEqual([
      `workloads[apps/w] is on a1, x without apps/v with the same ${zone}`,
    ]);
  });

  test("lets a pod that selects itself be first, in one domain", () => {
    const check = findings(zones, [near("w")]);
    expect(check({ w: { a1: 1, a2: 2 } })).toEqual([]);
    expect(check({ w: { a1: 1, b1: 1 } })).toEqual([`workloads[apps/w] is on b1 without apps/w with the same ${zone}`]);
  });

  test("has no first pod where what it selects was there before", () => {
    const rows = [near("v", "w"), workload("v", { mode: "fixed", current: { b1: 1 } })];
    expect(findings(zones, rows)({ w: { a1: 1 }, v: { b1: 1 } })).toEqual([
      `workloads[apps/w] is on a1 without apps/v or apps/w with the same ${zone}`,
    ]);
  });

  test("is met by a pod only if all terms select it", () => {
    const terms = [["apps/v"], ["apps/u"]].map((selects) => ({ topologyKey: zone, selects }));
    const check = findings(zones, [workload("w", { podAffinity: terms }), workload("u"), workload("v")]);
    expect(check({ w: { a1: 1 }, u: { a1: 1 }, v: { a1: 1 } })).toEqual([
      `workloads[apps/w] is on a1 without what all its terms select with the same ${zone} and ${zone}`,
    ]);
  });
});

describe("spread in full", () => {
  const spread = { topologyKey: zone, maxSkew: 1, strict: true } as const;

  test("with fewer domains than minDomains no domain has more than maxSkew", () => {
    const check = findings(zones, [workload("w", { spreads: [{ ...spread, minDomains: 3 }] })]);
    expect(check({ w: { a1: 1, b1: 1 } })).toEqual([]);
    expect(check({ w: { a1: 2, b1: 2 } })).toEqual(["workloads[apps/w] is spread 2:2:0, more than 1 apart"]);
  });

  test("nodes that a policy ignores are empty domains", () => {
    const onlyA = { requires: [{ key: zone, operator: "In" as const, values: ["a"] }] };
    expect(findings(zones, [workload("w", { ...onlyA, spreads: [spread] })])({ w: { a1: 2 } })).toEqual([]);
    expect(
      findings(zones, [workload("w", { ...onlyA, spreads: [{ ...spread, nodeAffinityPolicy: "Ignore" }] })])({ w: { a1: 2 } }),
    ).toEqual(["workloads[apps/w] is spread 2:0, more than 1 apart"]);
  });

  test("other workloads' pods count where they are selected, and only where it has pods", () => {
    const check = findings(zones, [workload("w", { spreads: [{ ...spread, selects: ["apps/v", "apps/w"] }] }), workload("v")]);
    expect(check({ w: { a1: 1 }, v: { b1: 3 } })).toEqual([]);
    expect(check({ w: { a1: 1 }, v: { a2: 1 } })).toEqual(["workloads[apps/w] is spread 2:0, more than 1 apart"]);
  });
});

test("host ports", () => {
  const at = (hostIP: string): readonly HostPort[] => [{ port: 53, protocol: "UDP", hostIP }];
  const check = findings(zones, [workload("v", { hostPorts: at("10.0.0.1") }), workload("w", { hostPorts: at("10.0.0.2") })]);
  expect(check({ v: { a1: 1 }, w: { a1: 1 } })).toEqual([]);
  expect(check({ v: { a1: 2 }, w: {} })).toEqual(["nodes[a1] has port 53/UDP taken by apps/v and apps/v"]);
  const wild = findings(zones, [workload("v", { hostPorts: at("10.0.0.1") }), workload("w", { hostPorts: at("0.0.0.0") })]);
  expect(wild({ v: { a1: 1 }, w: { a1: 1 } })).toEqual(["nodes[a1] has port 53/UDP taken by apps/v and apps/w"]);
});

test("shared devices", () => {
  const gpu = "example.com/gpu";
  const part = (name: string, milli: number): ReturnType<typeof workload> =>
    workload(name, { requests: { cpuMilli: 0, memoryBytes: 0, extended: { [gpu]: milli } } });
  const check = findings(
    [node("a", { allocatable: { extended: { [gpu]: 3000 } }, sharedDevices: { [gpu]: 3 } })],
    [part("p400", 400), part("p600", 600), part("p700", 700), part("whole", 1000)],
  );
  expect(check({ p400: { a: 2 }, p600: { a: 2 }, whole: { a: 1 } })).toEqual([]);
  expect(check({ p700: { a: 2 }, p400: { a: 1 }, whole: { a: 1 } })).toEqual([
    "nodes[a] has 3 example.com/gpu, on which 400, 700, 700, 1000 parts cannot lie",
  ]);
});

test("host capacity", () => {
  const two = [node("a", { host: "tower" }), node("b", { host: "tower" })];
  const check = findings(two, [workload("w"), workload("agent", { mode: "perNode", requests: { cpuMilli: 2000 } })], {
    hosts: [{ name: "tower", cpuMilli: 4000, memoryBytes: 8 * 1024 ** 3 }],
  });
  expect(check({ agent: { a: 1, b: 1 }, w: {} })).toEqual([]);
  expect(check({ agent: { a: 1, b: 1 }, w: { a: 1 } })).toEqual(["hosts[tower] has 4000 of cpu but 5000 are requested"]);
});

test("requirements of every operator", () => {
  const operators: readonly (readonly [PlacementWorkload["requires"][number], readonly string[]])[] = [
    [{ key: "slots", operator: "Gt", values: ["7"] }, ["s8"]],
    [{ key: "slots", operator: "Lt", values: ["8"] }, ["s4"]],
    [{ key: "slots", operator: "NotIn", values: ["8"] }, ["none", "s4", "word"]],
    [{ key: "slots", operator: "DoesNotExist" }, ["none"]],
  ];
  const slots = [
    node("none"),
    node("s4", { labels: { slots: "4" } }),
    node("s8", { labels: { slots: "8" } }),
    node("word", { labels: { slots: "many" } }),
  ];
  const passing = operators.map(([requirement]) =>
    slots
      .map(({ name }) => name)
      .filter((name) => findings(slots, [workload("w", { requires: [requirement] })])({ w: { [name]: 1 } }).length === 0),
  );
  expect(passing).toEqual(operators.map(([, names]) => names));
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
