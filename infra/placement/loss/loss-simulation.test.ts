import type { PlacementProblem, PlacementWorkload } from "../problem";
import { stateWith } from "../testing/states";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { LossSimulation, possibleLosses } from "./loss-simulation";

type Placed = readonly (readonly [workload: string, node: string])[];

/** What becomes of the pods when the nodes are lost: `w@n` for a start, `w` with how many wait. */
function afterLoss(posed: PlacementProblem, pods: Placed, ...lost: readonly string[]): { starts: string[]; waits: Record<string, number> } {
  const { state, n } = stateWith(posed, pods);
  const { model } = state;
  const before = [...state.entries()];
  const { starts, waits } = new LossSimulation(possibleLosses(model), state).lose(lost.map(n));
  expect([...state.entries()]).toEqual(before);
  return {
    starts: starts.map(([w, on]) => `${model.workloads[w]?.name ?? ""}@${model.nodes[on]?.name ?? ""}`).sort(),
    waits: Object.fromEntries(
      waits.filter(({ avoidable }) => avoidable).map(({ w, pods: waiting }) => [model.workloads[w]?.name ?? "", waiting]),
    ),
  };
}

function waiting(posed: PlacementProblem, pods: Placed): number {
  const { state } = stateWith(posed, pods);
  return new LossSimulation(possibleLosses(state.model), state).waiting();
}

const half = { requests: { cpuMilli: 2000 } } as const;

test("pods start where the least room is left, and wait where there is none together", () => {
  const rows = [workload("one", half), workload("two", half), workload("other", half)];
  const nodes = [node("a"), node("b"), node("c", { allocatable: { cpuMilli: 2500 } })];
  const placed = [
    ["one", "a"],
    ["two", "a"],
    ["other", "b"],
  ] as const;
  expect(afterLoss(problem(nodes, rows), placed, "a")).toEqual({ starts: ["one@b", "two@c"], waits: {} });
  // Each of the two alone could fall back to b.
  expect(afterLoss(problem(nodes.slice(0, 2), rows), placed, "a")).toEqual({ starts: ["one@b"], waits: { two: 1 } });
});

test.each([
  [3, { starts: ["urgent@b"], waits: {} }],
  [2, { starts: [], waits: { urgent: 1 } }],
] as const)("another pod makes room only when its tier is 3 or 4: tier %i", (tier, expected) => {
  const rows = [
    workload("urgent", { tier: 0, replicas: 2, requests: { cpuMilli: 3000 } }),
    workload("spare", { tier, requests: { cpuMilli: 3000 } }),
  ];
  const nodes = [node("a"), node("b", { allocatable: { cpuMilli: 6000 } })];
  const placed = [
    ["urgent", "a"],
    ["urgent", "b"],
    ["spare", "b"],
  ] as const;
  expect(afterLoss(problem(nodes, rows), placed, "a")).toEqual(expected);
});

test("lower tiers are not looked at, and the more important start first", () => {
  const rows = [workload("late", { tier: 3 }), workload("first", { tier: 0, ...half }), workload("second", { tier: 1, ...half })];
  const placed = rows.map(({ name }) => [name, "a"] as const);
  const posed = problem([node("a"), node("b", { allocatable: { cpuMilli: 3000 } })], rows);
  expect(afterLoss(posed, placed, "a")).toEqual({ starts: ["first@b"], waits: { second: 1 } });
});

const hopeless: readonly (readonly [string, Partial<PlacementWorkload>])[] = [
  ["is fixed", { mode: "fixed", current: { a: 1 } }],
  ["is a DaemonSet's", { mode: "perNode" }],
  ["needs what only the lost node has", { requires: [{ key: "disk", operator: "Exists" }] }],
  ["tolerates too little", { tolerations: [] }],
  ["is large for all others", { requests: { cpuMilli: 4000, memoryBytes: GiB, extended: {} } }],
  ["is required on its one planned node", { pin: "strict" }],
  ["must be with what is fixed there", { colocateWith: "apps/disk" }],
];

test.each(hopeless)("a pod that %s waits, and is not counted", (_, changes) => {
  const taint = { key: "special", value: "", effect: "NoSchedule" as const };
  const nodes = [node("a", { capabilities: { disk: "ssd" } }), node("b", { taints: [taint], allocatable: { cpuMilli: 3000 } })];
  const rows = [
    workload("w", { tier: 0, tolerations: [{ operator: "Exists" }], ...changes }),
    workload("disk", { mode: "fixed", current: { a: 1 }, requests: { cpuMilli: 0 } }),
  ];
  const placed = changes.mode === undefined ? ([["w", "a"]] as const) : [];
  expect(waiting(problem(nodes, rows), placed)).toBe(0);
});

test("nothing counts when nothing is scheduled any more, nor when no node is left", () => {
  const rows = [workload("w", { tolerations: [{ operator: "Exists" }], ...half }), workload("v", { ...half, replicas: 2 })];
  const full = [
    ["w", "a"],
    ["v", "b"],
    ["v", "b"],
  ] as const;
  expect(waiting(problem([node("a"), node("b")], rows), full)).toBe(2);
  expect(waiting(problem([node("a", { runsControlPlane: true }), node("b")], rows), full)).toBe(1);
  expect(waiting(problem([node("a", { host: "h" }), node("b", { host: "h" })], rows), full)).toBe(2);
});

test("a host takes all of its nodes with it", () => {
  const nodes = ["a", "b", "c"].map((name) => node(name, { host: name === "c" ? "c" : "h" }));
  const rows = [workload("w", { replicas: 2, requests: { cpuMilli: 3000 } })];
  const placed = [
    ["w", "a"],
    ["w", "b"],
  ] as const;
  expect(afterLoss(problem(nodes, rows), placed, "a")).toEqual({ starts: ["w@c"], waits: {} });
  expect(afterLoss(problem(nodes, rows), placed, "a", "b")).toEqual({ starts: ["w@c"], waits: { w: 1 } });
});

test("lost pods keep apart from each other and from those that run, and start with what they must be with", () => {
  const nodes = [node("a"), node("b"), node("c"), node("d")];
  const apart = [workload("w", { replicas: 3, antiAffinityTopologyKey: hostname })];
  const placed = [
    ["w", "a"],
    ["w", "b"],
    ["w", "c"],
  ] as const;
  expect(afterLoss(problem(nodes, apart), placed, "a")).toEqual({ starts: ["w@d"], waits: {} });
  // With three nodes no plan can do better: the third pod has no domain left.
  expect(afterLoss(problem(nodes.slice(0, 3), apart), placed, "a")).toEqual({ starts: [], waits: {} });
  const pair = [workload("leader", { tier: 4 }), workload("follower", { colocateWith: "apps/leader" })];
  const together = [
    ["leader", "a"],
    ["follower", "a"],
  ] as const;
  const { starts, waits } = afterLoss(problem(nodes, pair), together, "a");
  expect(waits).toEqual({});
  expect(new Set(starts.map((start) => start.split("@")[1])).size).toBe(1);
  expect(starts).toHaveLength(2);
});
