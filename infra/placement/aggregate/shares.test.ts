import { loadSolver } from "../exact/solver";
import { placeBase } from "../search/base";
import { buildModel } from "../search/model";
import { State } from "../search/state";
import type { PlacementProblem } from "../problem";
import { node, problem, workload } from "../testing/problems";
import { shapesOf } from "./shapes";
import { type Shares, shareOut } from "./shares";

const gpu = "nvidia.com/gpu";

async function shared(posed: PlacementProblem): Promise<Shares & { readonly shapeOf: Int32Array }> {
  const solver = await loadSolver();
  const model = buildModel(posed);
  const base = new State(model, []);
  placeBase(base);
  const shapes = shapesOf(model);
  const shares = solver === undefined ? undefined : shareOut(solver, base, shapes);
  if (shares === undefined) {
    throw new Error("the program was not solved");
  }
  return { ...shares, shapeOf: shapes.shapeOf };
}

describe("shares of shapes by kind of node", () => {
  test("keep the nodes with much CPU for the pods that need it", async () => {
    const nodes = [
      node("big", { allocatable: { cpuMilli: 16_000, extended: { [gpu]: 2 } } }),
      node("small", { allocatable: { cpuMilli: 2000, extended: { [gpu]: 2 } } }),
    ];
    const { pods, leastUnplaced } = await shared(
      problem(nodes, [
        workload("light", { replicas: 2, requests: { cpuMilli: 1000, extended: { [gpu]: 1 } } }),
        workload("heavy", { replicas: 2, requests: { cpuMilli: 8000, extended: { [gpu]: 1 } } }),
      ]),
    );
    expect(pods.map((row) => [...row].map(Math.round))).toEqual([
      [2, 0],
      [0, 2],
    ]);
    expect(leastUnplaced).toBe(0);
  });

  test("give a tier all that it can use before the next", async () => {
    const rows = [
      workload("late", { replicas: 10, tier: 3, requests: { cpuMilli: 500 } }),
      workload("early", { replicas: 2, tier: 0, requests: { cpuMilli: 2000 } }),
    ];
    const { pods, shapeOf, leastUnplaced } = await shared(problem([node("a")], rows));
    // By id: early, then late. The node has 4000m.
    expect([pods[shapeOf[0] ?? -1]?.[0], pods[shapeOf[1] ?? -1]?.[0]].map((count) => Math.round(count ?? -1))).toEqual([2, 0]);
    // Without tiers, eight of the late ones could have been placed instead.
    expect(leastUnplaced).toBe(4);
  });

  test("count pods by their weight", async () => {
    const rows = [
      workload("one", { replicas: 3, weight: 5, requests: { cpuMilli: 4000 } }),
      workload("two", { replicas: 4, requests: { cpuMilli: 1000 } }),
    ];
    expect((await shared(problem([node("a")], rows))).leastUnplaced).toBe(14);
  });

  test("know that of shares above a half one fits on a device", async () => {
    const nodes = [node("a", { allocatable: { extended: { [gpu]: 2000 } }, sharedDevices: { [gpu]: 2 } })];
    const rows = [workload("share", { replicas: 3, requests: { cpuMilli: 0, extended: { [gpu]: 600 } } })];
    expect((await shared(problem(nodes, rows))).leastUnplaced).toBe(1);
  });
});

test("workloads are of one shape when nodes and objectives cannot tell them apart, and pods do not look at each other", () => {
  const { shapeOf, members, isFree } = shapesOf(
    buildModel(
      problem(
        [node("a")],
        [
          workload("a", { tier: 1 }),
          workload("b", { tier: 1 }),
          workload("c", { tier: 2 }),
          workload("d", { tier: 1, antiAffinityTopologyKey: "kubernetes.io/hostname" }),
          workload("e", { tier: 1, weight: 2 }),
          workload("f", { tier: 1, replicas: 0 }),
          workload("g", { tier: 1, colocateWith: "apps/h" }),
          workload("h", { tier: 1 }),
        ],
      ),
    ),
  );
  expect([shapeOf[0] === shapeOf[1], shapeOf[5]]).toEqual([true, -1]);
  expect(new Set([0, 2, 3, 4, 6, 7].map((w) => shapeOf[w])).size).toBe(6);
  expect([0, 3, 6, 7].map((w) => isFree(shapeOf[w] ?? -1))).toEqual([true, false, false, false]);
  expect(members).toHaveLength(6);
});
