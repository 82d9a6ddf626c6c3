import type { DisruptionBudget } from "../../workloads/schema";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { assign } from "../search/assign";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { joinSteps } from "./join-steps";
import { orderMoves } from "./order-moves";

/** Nothing that could stay moves. */
const still = { objectives: ["place", "control-plane", "disruption"] } as const;

/** A workload that has to be on the one node. */
function bound(name: string, to: string, changes: Parameters<typeof workload>[1] = {}): PlacementWorkload {
  return workload(name, { target: [{ key: hostname, operator: "In", values: [to] }], ...changes });
}

function stepsOf(posed: PlacementProblem, budgets: Readonly<Record<string, DisruptionBudget>> = {}): readonly string[] {
  const assignment = assign(posed);
  const { actions, blocked } = orderMoves(assignment, new Map(Object.entries(budgets).map(([name, budget]) => [`apps/${name}`, budget])));
  return [
    ...joinSteps(assignment, actions).map(
      ({ workload: { name }, kind, pods, atOnce, from = "", to = "" }) => `${kind} ${name} ${pods}/${atOnce} ${from}>${to}`,
    ),
    ...blocked.map(
      ({ w, pods, byBudget }) => `blocked ${assignment.model.workloads[w]?.name ?? ""} ${pods}${byBudget ? " by budget" : ""}`,
    ),
  ];
}

test("nothing to do", () => {
  expect(stepsOf(problem([node("a"), node("b")], [workload("w", { current: { a: 1 } })], still))).toEqual([]);
});

test("the more important tier goes first where there is room for both", () => {
  const rows = [bound("low", "b", { tier: 4, current: { a: 1 } }), bound("top", "b", { tier: 0, current: { a: 1 } })];
  expect(stepsOf(problem([node("a"), node("b")], rows, still))).toEqual(["move top 1/1 a>b", "move low 1/1 a>b"]);
});

test("what makes room goes before what needs it, whatever their tiers", () => {
  const big = { requests: { cpuMilli: 3000 } };
  const rows = [bound("top", "b", { tier: 0, current: { a: 1 }, ...big }), bound("low", "c", { tier: 4, current: { b: 1 }, ...big })];
  expect(stepsOf(problem([node("a"), node("b"), node("c")], rows, still))).toEqual(["move low 1/1 b>c", "move top 1/1 a>b"]);
});

test("the old pod holds its requests while the new one starts: no room is counted twice", () => {
  const rows = [
    bound("x", "b", { tier: 0, current: { a: 1 }, requests: { memoryBytes: 5 * GiB } }),
    bound("y", "a", { tier: 4, current: { b: 1 }, requests: { memoryBytes: 3 * GiB } }),
  ];
  // Each alone has 8 GiB; 5 + 3 fit together.
  expect(stepsOf(problem([node("a"), node("b")], rows, still))).toEqual(["move x 1/1 a>b", "move y 1/1 b>a"]);
});

test("of two that need each other's room the less important stops, and starts again as soon as it can", () => {
  const big = { requests: { memoryBytes: 5 * GiB } };
  const rows = [bound("x", "b", { tier: 0, current: { a: 1 }, ...big }), bound("y", "a", { tier: 4, current: { b: 1 }, ...big })];
  expect(stepsOf(problem([node("a"), node("b")], rows, still))).toEqual([
    "stop-for-room y 1/1 b>",
    "move x 1/1 a>b",
    "start-again y 1/1 >a",
  ]);
});

test("no pod is stopped for room where its budget forbids it", () => {
  const big = { requests: { memoryBytes: 5 * GiB } };
  const rows = [bound("x", "b", { tier: 0, current: { a: 1 }, ...big }), bound("y", "a", { tier: 4, current: { b: 1 }, ...big })];
  const posed = problem([node("a"), node("b")], rows, still);
  const never = { minAvailable: 1 };
  // Nor is x, though its budget allows it: y could not make use of that, and x would not start again.
  expect(stepsOf(posed, { y: never })).toEqual(["blocked x 1", "blocked y 1 by budget"]);
});

test("a workload without a budget moves one pod at a time, one with a budget as many as that lets go", () => {
  const rows = [bound("w", "b", { replicas: 3, current: { a: 3 } })];
  const posed = problem([node("a"), node("b")], rows, still);
  expect(stepsOf(posed)).toEqual(["move w 3/1 a>b"]);
  expect(stepsOf(posed, { w: { maxUnavailable: 2 } })).toEqual(["move w 3/2 a>b"]);
  expect(stepsOf(posed, { w: { minAvailable: "50%" } })).toEqual(["move w 3/1 a>b"]);
  expect(stepsOf(posed, { w: { minAvailable: 3 } })).toEqual(["blocked w 3 by budget"]);
});

test("pods that have no node count against a budget", () => {
  const rows = [bound("w", "b", { replicas: 9, current: { a: 2 } })];
  expect(stepsOf(problem([node("a"), node("b")], rows, still), { w: { maxUnavailable: 1 } })).toEqual([
    "start w 2/2 >b",
    "blocked w 2 by budget",
  ]);
});

test("new pods start and surplus ones end before anything moves", () => {
  const rows = [
    bound("move", "b", { tier: 0, current: { a: 1 } }),
    bound("new", "b", { tier: 4 }),
    workload("less", { tier: 4, current: { a: 2 } }),
  ];
  expect(stepsOf(problem([node("a"), node("b")], rows, still))).toEqual(["end less 1/1 a>", "start new 1/1 >b", "move move 1/1 a>b"]);
});

test("a pod whose node is gone starts; nothing has to be evicted for it", () => {
  expect(stepsOf(problem([node("b")], [workload("w", { current: { gone: 1 } })], still))).toEqual(["start w 1/1 >b"]);
});

test("who must be with another follows it", () => {
  const rows = [
    bound("leader", "b", { tier: 4, current: { a: 1 } }),
    bound("company", "b", { tier: 0, current: { a: 1 }, colocateWith: "apps/leader" }),
  ];
  expect(stepsOf(problem([node("a"), node("b")], rows, still))).toEqual(["move leader 1/1 a>b", "move company 1/1 a>b"]);
});

test("in a domain of its own a pod of an apart workload cannot start before the old one is gone", () => {
  const zone = "topology.kubernetes.io/zone";
  const capabilities = { [zone]: "z" };
  const rows = [bound("w", "b", { antiAffinityTopologyKey: zone, current: { a: 1 } })];
  expect(stepsOf(problem([node("a", { capabilities }), node("b", { capabilities })], rows, still))).toEqual([
    "stop-for-room w 1/1 a>",
    "start-again w 1/1 >b",
  ]);
});

test("a pod that gets other requests is restarted where it is, and room that it gives up can be used", () => {
  const rows = [
    workload("shrinks", { current: { a: 1 }, requests: { cpuMilli: 500 }, currentRequests: { cpuMilli: 3500, memoryBytes: GiB } }),
    bound("comes", "a", { tier: 0, current: { b: 1 }, requests: { cpuMilli: 2000 } }),
  ];
  expect(stepsOf(problem([node("a"), node("b")], rows, still))).toEqual(["move shrinks 1/1 a>a", "move comes 1/1 b>a"]);
});

test("what does not move holds the larger of what it requests and what it will", () => {
  const rows = [
    workload("fixed", {
      mode: "fixed",
      fixedBecause: "its data is there",
      current: { b: 1 },
      requests: { cpuMilli: 1000 },
      currentRequests: { cpuMilli: 2500, memoryBytes: GiB },
    }),
    bound("comes", "b", { current: { a: 1 }, requests: { cpuMilli: 2000 } }),
  ];
  expect(stepsOf(problem([node("a"), node("b")], rows, still))).toEqual(["blocked comes 1"]);
});

test("another order is taken where the order of tiers would stop something", () => {
  // By tier, "top" takes the room on b that "key" needs to free c for what leaves b.
  const rows = [
    bound("top", "b", { tier: 0, current: { a: 1 }, requests: { memoryBytes: 4 * GiB } }),
    bound("key", "b", { tier: 4, current: { c: 1 }, requests: { memoryBytes: 3 * GiB } }),
    bound("out", "c", { tier: 3, current: { b: 1 }, requests: { memoryBytes: 4 * GiB } }),
    workload("rest", { mode: "fixed", fixedBecause: "so", current: { c: 1 }, requests: { cpuMilli: 0, memoryBytes: 3 * GiB } }),
  ];
  expect(stepsOf(problem([node("a"), node("b"), node("c")], rows, still))).toEqual([
    "move key 1/1 c>b",
    "move out 1/1 b>c",
    "move top 1/1 a>b",
  ]);
});

test("what runs and has no node in the plan is stopped when its room is needed, not before", () => {
  const rows = [
    bound("top", "b", { tier: 0, current: { a: 1 }, requests: { cpuMilli: 3000 } }),
    bound("low", "b", { tier: 4, current: { b: 1 }, requests: { cpuMilli: 3000 } }),
    bound("small", "c", { tier: 3, current: { b: 1 }, requests: { cpuMilli: 500 } }),
  ];
  expect(stepsOf(problem([node("a"), node("b"), node("c")], rows, still))).toEqual([
    "move small 1/1 b>c",
    "end low 1/1 b>",
    "move top 1/1 a>b",
  ]);
});
