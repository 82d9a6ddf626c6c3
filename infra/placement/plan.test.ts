import fc from "fast-check";
import { plan } from "./plan";
import { isProven } from "./proven";
import { assign } from "./search/assign";
import { put, take } from "./search/step";
import { arbitraryProblem, node, problem, workload } from "./testing/problems";

const runs = { numRuns: 60 };

describe("every plan", () => {
  test("reports no value below its bound, and is optimal only without gaps", () => {
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const { objectives, status, unplaced } = plan(posed);
        expect(objectives.filter(({ value, bound, gap }) => value < bound || gap < 0)).toEqual([]);
        expect(status === "infeasible").toBe(unplaced.length > 0);
        expect(status === "optimal").toBe(unplaced.length === 0 && objectives.every(isProven));
      }),
      runs,
    );
  });

  test("leaves a pod out only when no other pod's move makes room", () => {
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        const { state, model } = assign(posed);
        const homeless = model.workloads.flatMap((_, w) => (model.movable[w] === 1 && state.unplaced(w) > 0 ? [w] : []));
        const helps = homeless.filter((w) =>
          model.workloads.some((_, other) =>
            model.nodes.some((__, from) =>
              model.nodes.some((___, to) => {
                const mark = state.mark();
                const possible =
                  model.movable[other] === 1 &&
                  state.count(other, from) > 0 &&
                  put(state, take(state, other, from), to) &&
                  model.nodes.some((____, n) => put(state, [w], n)) &&
                  !state.isBroken;
                state.undo(mark);
                return possible;
              }),
            ),
          ),
        );
        expect(helps).toEqual([]);
      }),
      runs,
    );
  });
});

describe("a small cluster", () => {
  const nodes = [node("a"), node("b"), node("c")];

  test("places the most important tier when not everything fits", () => {
    const tiers = [0, 1, 2, 3, 4] as const;
    const rows = tiers.map((tier) => workload(`w${tier}`, { tier, requests: { cpuMilli: 3000 } }));
    const result = plan(problem(nodes, rows));
    expect(result.status).toBe("infeasible");
    expect(result.unplaced.map(({ name }) => name)).toEqual(["w3", "w4"]);
  });

  test("displaces a running pod of a lower tier, and moves it rather than losing it", () => {
    const rows = [
      workload("running", { tier: 4, requests: { cpuMilli: 2000 }, current: { a: 1 } }),
      workload("other", { tier: 4, requests: { cpuMilli: 1000 }, current: { b: 1 } }),
      workload("urgent", { tier: 0, requests: { cpuMilli: 4000 } }),
    ];
    const result = plan(problem([node("a"), node("b")], rows));
    expect(result.unplaced).toEqual([]);
    const of = (name: string): readonly string[] | undefined => result.workloads.find((each) => each.name === name)?.nodes;
    expect(of("other")).toEqual(of("running"));
    expect(of("urgent")).not.toEqual(of("running"));
  });

  test("adding a workload moves no other", () => {
    const rows = [workload("one", { current: { a: 1 } }), workload("two", { current: { b: 1 } }), workload("three", { current: { c: 1 } })];
    const result = plan(problem(nodes, [...rows, workload("new")]));
    expect(result.workloads.filter(({ moved }) => moved)).toEqual([]);
    expect(result.workloads.find(({ name }) => name === "new")?.nodes).toHaveLength(1);
  });

  test("a move for less than its price does not happen, one for more does", () => {
    const small = (current: number): readonly ReturnType<typeof workload>[] =>
      Array.from({ length: current }, (_, i) => workload(`w${i}`, { requests: { cpuMilli: 100, memoryBytes: 0 }, current: { a: 1 } }));
    const moves = (pods: number): number =>
      plan(problem([node("a"), node("b")], small(pods))).workloads.filter(({ moved }) => moved).length;
    expect(moves(4)).toBe(0);
    expect(moves(30)).toBeGreaterThan(5);
  });

  test("the power preset empties a node that the others can relieve", () => {
    const rows = nodes.map(({ name }) => workload(`on-${name}`, { current: { [name]: 1 } }));
    const result = plan(problem(nodes, rows, { objectives: ["place", "control-plane", "ceilings", "watts", "disruption", "balance"] }));
    expect(result.nodes.filter(({ watts }) => watts.after > 0)).toHaveLength(1);
    expect(result.nodes.map(({ watts }) => watts.before)).toEqual([15, 15, 15]);
  });

  test("a workload that runs nothing has the node where a pod would go", () => {
    const [idle] = plan(problem([node("a"), node("b", { allocatable: { cpuMilli: 500 } })], [workload("idle", { replicas: 0 })])).workloads;
    expect(idle).toMatchObject({ replicas: 0, nodes: ["a"], failover: [], moved: false });
  });

  test("a plan that is provably the best says so", () => {
    const result = plan(problem([node("a")], [workload("only", { current: { a: 1 } })]));
    expect(result.status).toBe("optimal");
    expect(result.objectives.map(({ name, gap }) => [name, gap])).toEqual([
      ["place", 0],
      ["control-plane", 0],
      ["ceilings", 0],
      ["balance", 0],
      ["watts", 0],
      ["disruption", 0],
    ]);
  });
});
