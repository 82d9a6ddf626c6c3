import fc from "fast-check";
import { checkPlan } from "../check/check-plan";
import { plan } from "../plan";
import { podMoves } from "../pod-moves";
import { assign, movedPods, podsPerNode } from "../search/assign";
import { arbitraryProblem, node, problem, workload } from "../testing/problems";
import { limitMoves } from "./limit-moves";
import { withoutNode } from "./without-nodes";

const runs = { numRuns: 30 };
const tainted = node("old", { taints: [{ key: "retired", value: "", effect: "NoSchedule" }] });

/** Four workloads on a node that none of them tolerates any more, the third of them the largest. */
const leaving = problem(
  [tainted, node("new")],
  [300, 200, 1500, 100].map((cpuMilli, i) => workload(`w${i}`, { requests: { cpuMilli }, tier: i === 3 ? 1 : 2, current: { old: 1 } })),
);

describe("with a limit on moves", () => {
  test("the limit follows the objectives, and the assumption says it", () => {
    const limited = limitMoves(leaving, 1);
    expect(limited.objectives).toEqual(["place", "left-behind", "control-plane", "ceilings", "balance", "watts", "disruption"]);
    expect([limited.maxMoves, limited.assumptions]).toEqual([1, ["with at most 1 pod moved"]]);
  });

  test("no more pods move, and the others stay behind with the reason", () => {
    const planned = plan(limitMoves(leaving, 2));
    expect(planned.status).toBe("feasible");
    expect(planned.unplaced).toEqual([]);
    const behind = planned.workloads.filter(({ leftBehind }) => leftBehind !== undefined);
    expect(behind).toHaveLength(2);
    expect(behind.every(({ moved, nodes }) => !moved && nodes.join() === "old")).toBe(true);
    expect(behind[0]?.reason).toBe(
      "stays on old; left behind on old, where none could start: taint retired:NoSchedule; not new: better, but no more than 2 pods may move",
    );
    expect(planned.objectives[1]).toEqual({ name: "left-behind", value: 2, bound: 2, gap: 0 });
  });

  test("of moves that help equally, the one that does the next objective most good is made", () => {
    // The old node is over its ceiling by far; only the largest pod takes it below.
    const full = problem(
      [node("old"), node("new")],
      [1200, 2000, 700].map((cpuMilli, i) => workload(`w${i}`, { requests: { cpuMilli }, current: { old: 1 } })),
    );
    expect(podMoves(assign(limitMoves(full, 1))).map(({ name }) => name)).toEqual(["w1"]);
  });

  test("nothing moves when nothing may", () => {
    const assignment = assign(limitMoves(leaving, 0));
    expect(movedPods(assignment)).toBe(0);
    expect(plan(limitMoves(leaving, 0)).workloads.map(({ leftBehind }) => leftBehind)).toEqual([["old"], ["old"], ["old"], ["old"]]);
  });

  test("a pod that NoExecute evicts cannot stay behind", () => {
    const evicting = node("old", { taints: [{ key: "retired", value: "", effect: "NoExecute" }] });
    const planned = plan(limitMoves(problem([evicting, node("new")], leaving.workloads), 3));
    expect(planned.unplaced.map(({ name, blockedBy, remedies }) => ({ name, blockedBy, remedy: remedies[0] }))).toEqual([
      {
        name: expect.stringMatching(/^w[012]$/) as unknown,
        blockedBy: ["taints: old", "moves: no more than 3 pods may move"],
        remedy: "let 4 pods move",
      },
    ]);
  });

  test("pods of a lost node take their moves by priority", () => {
    const rows = [workload("less", { tier: 3, current: { a: 1 } }), workload("more", { tier: 1, current: { a: 1 } })];
    const planned = plan(limitMoves(withoutNode(problem([node("a"), node("b")], rows), "a"), 1));
    expect(planned.unplaced.map(({ name, remedies }) => [name, remedies[0]])).toEqual([["less", "let 2 pods move"]]);
  });

  test("moves block only what more of them would place", () => {
    const huge = workload("huge", { requests: { cpuMilli: 99_000 } });
    const planned = plan(limitMoves(problem([tainted, node("new")], [...leaving.workloads, huge]), 1));
    expect(planned.unplaced.map(({ name, blockedBy }) => [name, blockedBy])).toEqual([["huge", ["cpu: new, old"]]]);
  });

  test("a new pod needs no move, but room made for it does", () => {
    const rows = [
      workload("runs", { requests: { cpuMilli: 1000 }, current: { a: 1 } }),
      workload("fills", { requests: { cpuMilli: 3500 }, current: { b: 1 } }),
      workload("fresh", { requests: { cpuMilli: 3500 }, target: [{ key: "kubernetes.io/hostname", operator: "In", values: ["a"] }] }),
    ];
    const posed = problem([node("a"), node("b", { allocatable: { cpuMilli: 5000 } })], rows);
    expect(plan(limitMoves(posed, 0)).unplaced.map(({ name }) => name)).toEqual(["fresh"]);
    expect(plan(limitMoves(posed, 1)).unplaced).toEqual([]);
  });

  test("a running pod is not stopped for want of moves to make room for a more important one", () => {
    const rows = [
      workload("runs", { tier: 4, requests: { cpuMilli: 4000 }, current: { a: 1 } }),
      workload("urgent", { tier: 0, requests: { cpuMilli: 4000 } }),
    ];
    expect(plan(limitMoves(problem([node("a")], rows), 0)).unplaced.map(({ name }) => name)).toEqual(["urgent"]);
    expect(plan(problem([node("a")], rows)).unplaced.map(({ name }) => name)).toEqual(["runs"]);
  });
});

describe("every plan with a limit on moves", () => {
  const limits = fc.integer({ min: 0, max: 6 });

  test("keeps it", () => {
    fc.assert(
      fc.property(arbitraryProblem, limits, (posed, limit) => {
        const assignment = assign(limitMoves(posed, limit));
        expect(movedPods(assignment)).toBeLessThanOrEqual(limit);
        expect(podMoves(assignment).reduce((sum, { pods }) => sum + pods, 0)).toBe(movedPods(assignment));
      }),
      runs,
    );
  });

  test("keeps every hard constraint, but for what is left behind where it runs", () => {
    fc.assert(
      fc.property(arbitraryProblem, limits, (posed, limit) => {
        const limited = limitMoves(posed, limit);
        const planned = plan(limited);
        const counts = podsPerNode(assign(limited));
        const behind = planned.workloads.flatMap(({ namespace, name, leftBehind }) =>
          (leftBehind ?? []).map((on) => ({ id: `${namespace}/${name}`, on })),
        );
        for (const { id, on } of behind) {
          const running = posed.workloads.find((row) => row.id === id)?.current[on] ?? 0;
          expect(counts.get(id)?.[on] ?? 0).toBeLessThanOrEqual(running);
        }
        const findings = checkPlan(limited, planned, counts);
        const others = findings.filter(({ path }) => !behind.some(({ id }) => path === `workloads[${id}]`));
        expect(others).toEqual([]);
      }),
      runs,
    );
  });

  test("is the plan without a limit when that keeps it anyway", () => {
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const free = assign(posed);
        expect(podsPerNode(assign(limitMoves(posed, 1000)))).toEqual(podsPerNode(free));
      }),
      runs,
    );
  });

  test("reports no value below its bound", () => {
    fc.assert(
      fc.property(arbitraryProblem, limits, (posed, limit) => {
        expect(plan(limitMoves(posed, limit)).objectives.filter(({ value, bound }) => value < bound)).toEqual([]);
      }),
      runs,
    );
  });
});
