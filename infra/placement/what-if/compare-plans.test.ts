import { plan } from "../plan";
import type { PlacementProblem } from "../problem";
import { assign, movedPods } from "../search/assign";
import { node, problem, workload } from "../testing/problems";
import { comparePlans, type CountedPlan } from "./compare-plans";
import { withoutNode } from "./without-nodes";

function counted(posed: PlacementProblem): CountedPlan {
  return { plan: plan(posed), podsMoved: movedPods(assign(posed)) };
}

const posed = problem(
  [node("a"), node("b"), node("c")],
  [
    workload("agent", { mode: "perNode", requests: { cpuMilli: 0 } }),
    workload("bound", { mode: "fixed", current: { c: 1 }, requests: { cpuMilli: 0 } }),
    workload("large", { requests: { cpuMilli: 4000 }, current: { c: 1 } }),
    workload("small", { requests: { cpuMilli: 10 }, current: { a: 1 } }),
  ],
  { objectives: ["place", "control-plane", "disruption"] },
);

test("nothing changes against itself", () => {
  const now = counted(posed);
  expect(comparePlans(now, now)).toMatchObject({ newlyUnplaced: [], newlyPlaced: [], elsewhere: 0 });
});

test("a lost node's figures, and the workloads that it costs their place or moves", () => {
  const comparison = comparePlans(counted(posed), counted(withoutNode(posed, "c")));
  // Now a idles (10 W) and c is full (30 W); then b is full in its stead. DaemonSets of a lost node are not elsewhere.
  expect(comparison).toEqual({
    watts: { now: 40, then: 40 },
    podsMoved: { now: 0, then: 1 },
    podsUnplaced: { now: 0, then: 1 },
    newlyUnplaced: ["apps/bound"],
    newlyPlaced: [],
    elsewhere: 1,
  });
  expect(comparePlans(counted(withoutNode(posed, "c")), counted(posed))).toMatchObject({ newlyUnplaced: [], newlyPlaced: ["apps/bound"] });
});
