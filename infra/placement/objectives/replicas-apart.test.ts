import fc from "fast-check";
import { relax } from "../certificate/relaxation";
import { loadSolver } from "../exact/solver";
import { plan } from "../plan";
import type { ObjectiveName, PlacementProblem, PlacementWorkload } from "../problem";
import { assign } from "../search/assign";
import { buildModel } from "../search/model";
import { stateOf } from "../search/search";
import { arbitraryProblem, node, problem, workload } from "../testing/problems";
import { replicasApart } from "./replicas-apart";

const order: readonly ObjectiveName[] = ["place", "control-plane", "survive-loss", "replicas-apart", "disruption"];
const nodes = [node("a", { host: "h" }), node("b", { host: "h" }), node("c")];

/** The value when all of the workload's pods are where it says. */
function valueAt(changes: Partial<PlacementWorkload>, pods: readonly number[], on = nodes): number {
  const { requests, ...others } = changes;
  const model = buildModel(
    problem(on, [workload("w", { replicas: pods.length, ...others, ...(requests === undefined ? {} : { requests }) })]),
  );
  const state = stateOf(
    model,
    replicasApart.levels(model),
    pods.map((n) => [0, n, 1] as const),
  );
  return state.totals[0] ?? 0;
}

test.each([
  ["one node and one host", {}, [0, 0], 2],
  ["two nodes of one host", {}, [0, 1], 1],
  ["two hosts", {}, [0, 2], 0],
  ["a node that is a host of its own", {}, [2, 2, 2], 2],
  ["one node, with one pod", {}, [0], 0],
  ["one node, in tier 3", { tier: 3 }, [0, 0], 0],
  ["one node, for several workloads", { estimated: true }, [0, 0], 0],
  ["the only node that it may use", { requires: [{ key: "kubernetes.io/hostname", operator: "In", values: ["a"] }] }, [0, 0], 0],
  ["the only host that it may use", { requires: [{ key: "kubernetes.io/hostname", operator: "In", values: ["a", "b"] }] }, [0, 0], 1],
] satisfies readonly (readonly [string, Partial<PlacementWorkload>, readonly number[], number])[])(
  "all pods on %s",
  (_, changes, pods, value) => {
    expect(valueAt(changes, pods)).toBe(value);
  },
);

test("replicas move apart, one of them, and not without a gain", async () => {
  const posed = problem(nodes, [workload("w", { replicas: 3, current: { a: 3 } })], { objectives: order });
  for (const solver of [undefined, await loadSolver()]) {
    const result = plan(posed, solver);
    expect(result.objectives.map(({ name, value, bound }) => [name, value, bound])).toEqual([
      ["place", 0, 0],
      ["control-plane", 0, 0],
      ["survive-loss", 0, 0],
      ["replicas-apart", 0, 0],
      ["disruption", 3, solver === undefined ? 0 : 3],
    ]);
    const apart: PlacementProblem = { ...posed, workloads: [workload("w", { replicas: 3, current: { a: 2, c: 1 } })] };
    expect(plan(apart, solver).workloads.map(({ moved }) => moved)).toEqual([false]);
  }
});

test("where only one node has room, that is proven", () => {
  const large = workload("w", { replicas: 2, requests: { cpuMilli: 2000 }, current: { a: 2 } });
  const tight = problem([node("a"), node("b", { allocatable: { cpuMilli: 1000 } })], [large], { objectives: order });
  expect(plan(tight).objectives.find(({ name }) => name === "replicas-apart")).toMatchObject({ value: 1, bound: 1 });
});

test("the bound is never above what a plan has", () => {
  fc.assert(
    fc.property(arbitraryProblem, (made) => {
      const posed: PlacementProblem = { ...made, objectives: order };
      const { model, ranked, state } = assign(posed);
      fc.pre(model.workloads.every((_, w) => state.unplaced(w) <= 0));
      expect(replicasApart.bound(relax(model, true))).toBeLessThanOrEqual(state.totals[ranked.objectiveOf.indexOf("replicas-apart")] ?? 0);
    }),
    { numRuns: 60 },
  );
});
