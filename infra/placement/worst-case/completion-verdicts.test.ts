import { plan } from "../plan";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { findBadOrder } from "./adversary";
import { replay } from "./bad-order";
import { completionVerdicts, type Verdict } from "./completion-verdicts";
import { completionsOf } from "./completions";
import { mostPods } from "./most-pods";
import { safetyProof } from "./safety-proof";

const zone = "topology.kubernetes.io/zone";
const onB: PlacementWorkload["requires"] = [{ key: hostname, operator: "In", values: ["b"] }];
const two = [node("a", { allocatable: { cpuMilli: 2000 } }), node("b", { allocatable: { cpuMilli: 2000 } })];

function allow(names: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(names).map(([name, nodes]) => [`apps/${name}`, new Set(nodes)]));
}

function verdicts(posed: PlacementProblem, names: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, Verdict>> {
  return Object.fromEntries([...completionVerdicts(posed, plan(posed), allow(names))].map(([id, verdict]) => [id.slice(5), verdict]));
}

function kinds(posed: PlacementProblem, names: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(verdicts(posed, names)).map(([name, { kind }]) => [name, kind]));
}

/** Of 2 CPUs, that may only be on the named node. */
function large(name: string, on: string, changes: Partial<PlacementWorkload> = {}): PlacementWorkload {
  return workload(name, { current: { [on]: 1 }, ...changes, requests: { cpuMilli: 2000 } });
}

describe("a workload that lands elsewhere", () => {
  const rows = [large("mobile", "a"), large("tied", "b", { requires: onB })];
  const allowed = { mobile: ["a", "b"], tied: ["b"] };

  test("may take the only node of another, and the order in which it does is told", () => {
    expect(verdicts(problem(two, rows), allowed)).toEqual({
      mobile: { kind: "safe" },
      tied: {
        kind: "at risk",
        order: { workload: "apps/tied", placed: [{ workload: "apps/mobile", node: "b" }], crowding: ["apps/mobile"] },
      },
    });
  });

  test("does not when it is less important: it would be preempted", () => {
    const less = rows.map((row) => (row.name === "mobile" ? { ...row, tier: 3 as const } : row));
    expect(kinds(problem(two, less), allowed)).toEqual({ mobile: "safe", tied: "safe" });
  });

  test("does not when it is required to be where it is planned", () => {
    expect(kinds(problem(two, rows), { ...allowed, mobile: ["a"] })).toEqual({ mobile: "safe", tied: "safe" });
  });

  test("harms nobody who has another node with room", () => {
    const free = rows.map((row) => ({ ...row, requires: [] }));
    expect(kinds(problem([...two, node("c")], free), { ...allowed, tied: ["b", "c"] })).toEqual({ mobile: "safe", tied: "safe" });
  });
});

describe("replicas of one workload", () => {
  const tied = workload("tied", { requires: [{ key: hostname, operator: "In", values: ["a"] }], current: { a: 1 } });
  const pair = (changes: Partial<PlacementWorkload> = {}): PlacementProblem =>
    problem(two, [workload("pair", { replicas: 2, current: { a: 1, b: 1 }, ...changes }), tied]);
  const allowed = { pair: ["a", "b"], tied: ["a"] };

  test("may all land on one of the planned nodes", () => {
    expect(verdicts(pair(), allowed)).toEqual({
      pair: { kind: "safe" },
      tied: {
        kind: "at risk",
        order: {
          workload: "apps/tied",
          placed: [
            { workload: "apps/pair", node: "a" },
            { workload: "apps/pair", node: "a" },
          ],
          crowding: ["apps/pair"],
        },
      },
    });
  });

  test("may not where anti-affinity or strict spread has one on each", () => {
    const apart = pair({ antiAffinityTopologyKey: hostname });
    const spread = pair({ spreads: [{ topologyKey: hostname, maxSkew: 1, strict: true }] });
    expect([kinds(apart, allowed), kinds(spread, allowed)]).toEqual([
      { pair: "safe", tied: "safe" },
      { pair: "safe", tied: "safe" },
    ]);
  });
});

test("where company lands otherwise, a pod that has to be with it may find no room there", () => {
  const rows = [
    workload("leader", { current: { a: 1 } }),
    workload("follower", { colocateWith: "apps/leader", current: { a: 1 } }),
    workload("tied", { requires: onB, current: { b: 1 } }),
  ];
  const found = verdicts(problem(two, rows), { leader: ["a", "b"], follower: ["a", "b"], tied: ["b"] });
  expect(found["follower"]).toEqual({
    kind: "at risk",
    order: {
      workload: "apps/follower",
      placed: [
        { workload: "apps/leader", node: "b" },
        { workload: "apps/tied", node: "b" },
      ],
      crowding: ["apps/leader"],
    },
  });
});

test("strict spread waits for its emptiest domain although others have room", () => {
  const zones = [
    node("a", { labels: { [zone]: "x" }, allocatable: { cpuMilli: 2000 } }),
    node("b", { labels: { [zone]: "y" } }),
    node("c", { allocatable: { cpuMilli: 2000 } }),
  ];
  const rows = [
    workload("spread", { replicas: 2, spreads: [{ topologyKey: zone, maxSkew: 1, strict: true }], current: { a: 1, b: 1 } }),
    large("mobile", "c"),
  ];
  const allowed = { spread: ["a", "b"], mobile: ["a", "c"] };
  expect(verdicts(problem(zones, rows), allowed)["spread"]).toEqual({
    kind: "at risk",
    order: {
      workload: "apps/spread",
      placed: [
        { workload: "apps/mobile", node: "a" },
        { workload: "apps/spread", node: "b" },
      ],
      crowding: ["apps/mobile"],
    },
  });
  expect(kinds(problem(zones, rows), { ...allowed, mobile: ["c"] })["spread"]).toBe("safe");
});

test("several have to land otherwise: as few as possible are named", () => {
  const rows = [
    workload("one", { current: { a: 1 } }),
    workload("other", { current: { a: 1 } }),
    workload("small", { current: { a: 1 }, requests: { cpuMilli: 0 } }),
    large("tied", "b", { requires: onB }),
  ];
  const crowded = [node("a"), node("b", { allocatable: { cpuMilli: 3500 } })];
  const found = verdicts(problem(crowded, rows), { one: ["a", "b"], other: ["a", "b"], small: ["a", "b"], tied: ["b"] });
  expect(found["tied"]).toMatchObject({ kind: "at risk", order: { crowding: ["apps/one", "apps/other"] } });
});

test("the joint bound: what can fill either node cannot fill both", () => {
  const rows = [large("mobile", "a"), workload("free", { current: { b: 1 } })];
  const allowed = { mobile: ["a", "b"], free: ["a", "b"] };
  expect(kinds(problem(two, rows), allowed)).toEqual({ mobile: "safe", free: "safe" });
});

test("nothing is said of what the plan has no node for, but it may crowd others", () => {
  const rows = [large("tied", "b", { requires: onB }), workload("late", { replicas: 3, target: [{ key: "disk", operator: "Exists" }] })];
  expect(verdicts(problem(two, rows), { tied: ["b"] })).toEqual({
    tied: { kind: "at risk", order: { workload: "apps/tied", placed: [{ workload: "apps/late", node: "b" }], crowding: ["apps/late"] } },
  });
});

describe("what is left behind", () => {
  const rows = [
    workload("behind", { current: { c: 1 }, target: [{ key: hostname, operator: "In", values: ["a"] }] }),
    workload("tied", { current: { c: 1 }, requires: [{ key: hostname, operator: "In", values: ["c"] }] }),
  ];
  const posed = (cpuMilli: number): PlacementProblem => problem([...two, node("c", { allocatable: { cpuMilli } })], rows, { maxMoves: 0 });

  test("stays there, and no verdict is given on it", () => {
    expect(kinds(posed(2000), { behind: ["a"], tied: ["c"] })).toEqual({ tied: "safe" });
  });
});

test("the most pods on a node: what is allowed, has room, and is kept apart", () => {
  const zones = ["x", "x", "y"].map((value, n) =>
    node(["a", "b", "c"][n] ?? "", { labels: { [zone]: value }, allocatable: { cpuMilli: 3000 } }),
  );
  const posed = problem(zones, [
    workload("all", { replicas: 2 }),
    workload("apart", { replicas: 3, antiAffinityTopologyKey: hostname }),
    workload("fixed", { mode: "fixed", current: { a: 1 } }),
    workload("room", { replicas: 5 }),
    workload("spread", { replicas: 3, spreads: [{ topologyKey: zone, maxSkew: 1, strict: true }] }),
  ]);
  const { state } = completionsOf(posed, plan(posed), allow({ all: ["a", "b"] }));
  const rows = [...mostPods(state)].reduce<number[][]>((table, pods, entry) => {
    table[Math.floor(entry / 3)] = [...(table[Math.floor(entry / 3)] ?? []), pods];
    return table;
  }, []);
  expect(rows).toEqual([
    [2, 2, 0],
    [1, 1, 1],
    [0, 0, 0],
    [2, 3, 3],
    [2, 2, 2],
  ]);
});

test("an order is only believed when every choice in it is one that the scheduler has", () => {
  const posed = problem(two, [large("mobile", "a"), large("tied", "b", { requires: onB }), workload("less", { tier: 4 })]);
  const completions = completionsOf(posed, plan(posed), allow({ mobile: ["a", "b"], tied: ["b"], less: ["b"] }));
  const believed = (...placed: (readonly [name: string, node: string])[]): boolean =>
    replay(completions, {
      workload: "apps/tied",
      placed: placed.map(([name, on]) => ({ workload: `apps/${name}`, node: on })),
      crowding: [],
    });
  expect(believed(["mobile", "b"])).toBe(true);
  expect(believed(["mobile", "a"])).toBe(false);
  expect(believed(["less", "b"])).toBe(false);
  expect(believed(["mobile", "b"], ["mobile", "a"])).toBe(false);
  expect(believed(["mobile", "nowhere"])).toBe(false);
  expect(believed(["tied", "a"], ["mobile", "b"])).toBe(false);
});

test("memory, extended resources and pods run out as CPU does", () => {
  const scarce = (changes: Parameters<typeof workload>[1], allocatable: Partial<(typeof two)[number]["allocatable"]>): string | undefined =>
    kinds(
      problem(
        [node("a", { allocatable }), node("b", { allocatable })],
        [workload("mobile", { current: { a: 1 }, ...changes }), workload("tied", { current: { b: 1 }, requires: onB, ...changes })],
      ),
      { mobile: ["a", "b"], tied: ["b"] },
    )["tied"];
  expect(scarce({ requests: { memoryBytes: 5 * GiB } }, { memoryBytes: 8 * GiB })).toBe("at risk");
  expect(scarce({ requests: { extended: { "nvidia.com/gpu": 1 } } }, { extended: { "nvidia.com/gpu": 1 } })).toBe("at risk");
  expect(scarce({}, { pods: 1 })).toBe("at risk");
  expect(scarce({}, { pods: 2 })).toBe("safe");
});

describe("what there is too much of stays unproven", () => {
  const posed = problem(two, [large("mobile", "a"), large("tied", "b", { requires: onB })]);
  const completions = completionsOf(posed, plan(posed), allow({ mobile: ["a", "b"], tied: ["b"] }));
  const [mobile, tied] = [0, 1];

  test("when the effort is used up", () => {
    expect([1000, 0].map((left) => safetyProof(completions.state)(mobile, { left }))).toEqual([true, false]);
    expect([1000, 0].map((left) => findBadOrder(completions, tied, { left })?.crowding)).toEqual([["apps/mobile"], undefined]);
  });

  test("when there are more than a million pairs of a workload and a node", () => {
    const nodes = Array.from({ length: 1000 }, (_, n) => node(`n${n}`));
    const rows = Array.from({ length: 1001 }, (_, w) => workload(`w${w}`, { replicas: Number(w < 2) }));
    const document = plan(problem(nodes.slice(0, 1), rows.slice(0, 3)));
    expect([...completionVerdicts(problem(nodes, rows), document, new Map())]).toEqual([
      ["apps/w0", { kind: "unproven" }],
      ["apps/w1", { kind: "unproven" }],
    ]);
  });
});
