import { plan } from "../plan";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { hostname, node, problem, workload } from "../testing/problems";
import { restartWeights } from "./restarts";

const still = { objectives: ["place", "control-plane", "disruption"] } as const;

/** What a plan says that the disruption is. */
function disruptionOf(posed: PlacementProblem): number | undefined {
  return plan(posed).objectives.find(({ name }) => name === "disruption")?.value;
}

/** Two pods on node a, of which one may not be there: the nodes are then to have one each. */
function halfMoves(changes: Parameters<typeof workload>[1]): PlacementProblem {
  const apart = workload("w", { replicas: 2, antiAffinityTopologyKey: hostname, current: { a: 2 }, ...changes });
  return problem([node("a"), node("b")], [apart], still);
}

test.each([0, 1, 2, 3, 4] as const)("a pod of tier %i that moves counts its tier's weight", (tier) => {
  expect(disruptionOf(halfMoves({ tier }))).toBe(restartWeights[tier]);
});

test("a more important tier counts more", () => {
  const weights = ([0, 1, 2, 3, 4] as const).map((tier) => restartWeights[tier]);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(new Set(weights).size).toBe(5);
});

test("all pods restart when their template carries the placement, and none when it stays", () => {
  expect(disruptionOf(halfMoves({ restartsTogether: true }))).toBe(2 * restartWeights[2]);
  expect(disruptionOf(halfMoves({ restartsTogether: true, current: { a: 1, b: 1 } }))).toBe(0);
});

test("pods that start or end with the plan do not restart", () => {
  expect(disruptionOf(halfMoves({ restartsTogether: true, current: { a: 1 } }))).toBe(0);
  expect(disruptionOf(halfMoves({ restartsTogether: true, replicas: 1 }))).toBe(0);
});

test("of two workloads that could make room, the one whose restart counts less does", () => {
  const large = (name: string, changes: Partial<PlacementWorkload>): PlacementWorkload =>
    workload(name, { ...changes, requests: { cpuMilli: 2000 }, current: { a: 1 } });
  const pinned = workload("new", { requires: [{ key: "disk", operator: "Exists" }], requests: { cpuMilli: 2000 } });
  const nodes = [node("a", { capabilities: { disk: "ssd" } }), node("b")];
  const moved = (rows: readonly PlacementWorkload[]): readonly string[] =>
    plan(problem(nodes, [...rows, pinned], still))
      .workloads.filter((each) => each.moved)
      .map(({ name }) => name);
  expect(moved([large("first", { tier: 1 }), large("second", { tier: 3 })])).toEqual(["second"]);
  expect(moved([large("first", { tier: 3 }), large("second", { tier: 1 })])).toEqual(["first"]);
});
