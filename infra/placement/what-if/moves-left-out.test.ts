import fc from "fast-check";
import { podMoves } from "../pod-moves";
import { assign, movedPods } from "../search/assign";
import { arbitraryProblem, hostname, node, problem, workload } from "../testing/problems";
import { limitMoves } from "./limit-moves";
import { movesLeftOut } from "./moves-left-out";

const old = node("old", { taints: [{ key: "retired", value: "", effect: "NoSchedule" }] });
const on = (...values: readonly string[]) => [{ key: hostname, operator: "In" as const, values: [...values] }];

/** Two workloads on a node that neither tolerates any more. */
const leaving = problem(
  [old, node("new")],
  [
    workload("two", { replicas: 2, requests: { cpuMilli: 100 }, tier: 3, current: { old: 2 } }),
    workload("one", { tier: 1, current: { old: 1 } }),
  ],
  { objectives: ["place", "disruption"] },
);

test("what does not move for want of moves, and what all of it would bring", () => {
  // The pod of tier 1 counts four restarts, those of tier 3 two each.
  expect(movesLeftOut(assign(limitMoves(leaving, 1)))).toEqual({
    moves: [
      { namespace: "apps", name: "one", from: "old", to: "new", pods: 1 },
      { namespace: "apps", name: "two", from: "old", to: "new", pods: 1 },
    ],
    objectives: [
      { name: "left-behind", unlimited: 0, limited: 2 },
      { name: "disruption", unlimited: 8, limited: 2 },
    ],
  });
});

test("nothing, where the plan keeps the limit anyway or there is none", () => {
  const nothing = { moves: [], objectives: [] };
  expect(movesLeftOut(assign(limitMoves(leaving, 3)))).toEqual(nothing);
  expect(movesLeftOut(assign(leaving))).toEqual(nothing);
});

test("of pods that are alike, it does not matter which one has moved", () => {
  // Without the limit all leave a and b for c and d; which of them goes where is nobody's to say.
  const spread = { replicas: 2, antiAffinityTopologyKey: hostname, target: on("c", "d"), current: { a: 1, b: 1 } };
  const assignment = assign(
    limitMoves(
      problem(
        ["a", "b", "c", "d"].map((name) => node(name)),
        [workload("w", spread)],
      ),
      1,
    ),
  );
  const [made, ...others] = podMoves(assignment);
  const [left, ...more] = movesLeftOut(assignment).moves;
  expect([others, more]).toEqual([[], []]);
  expect([made?.from, left?.from].sort()).toEqual(["a", "b"]);
  expect([made?.to, left?.to].sort()).toEqual(["c", "d"]);
});

test("with the moves that both plans make, they are those of the plan without the limit", () => {
  const ends = (moves: readonly { name: string; from: string; to: string; pods: number }[], end: "from" | "to"): readonly string[] =>
    moves.flatMap((move) => Array<string>(move.pods).fill(`${move.name} ${move[end]}`));
  fc.assert(
    fc.property(arbitraryProblem, fc.integer({ min: 0, max: 4 }), (posed, limit) => {
      const limited = assign(limitMoves(posed, limit));
      const { moves } = movesLeftOut(limited);
      const pods = moves.reduce((sum, move) => sum + move.pods, 0);
      const all = limited.unlimited === undefined ? [] : podMoves(limited.unlimited);
      const wanted = all.reduce((sum, move) => sum + move.pods, 0);
      expect(pods).toBeLessThanOrEqual(wanted);
      expect(pods).toBeGreaterThanOrEqual(wanted - movedPods(limited));
      for (const end of ["from", "to"] as const) {
        const open = [...ends(all, end)];
        for (const name of ends(moves, end)) {
          expect(open).toContain(name);
          open.splice(open.indexOf(name), 1);
        }
      }
    }),
    { numRuns: 30 },
  );
});
