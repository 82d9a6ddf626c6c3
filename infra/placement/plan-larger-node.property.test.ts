import fc from "fast-check";
import { loadSolver, type Solver } from "./exact/solver";
import { plan } from "./plan";
import type { Plan } from "./plan-document";
import type { PlacementProblem } from "./problem";
import { provenTolerance } from "./proven";
import { assign } from "./search/assign";
import { arbitraryProblem, GiB } from "./testing/problems";

/**
 * The first objective in which the second plan is worse than the first one, all earlier ones being as good; undefined when
 * it is as good in all, or better in one before. Values count as equal up to what a proof leaves open.
 */
function firstWorse(before: Plan, after: Plan): string | undefined {
  for (const [i, { name, value }] of before.objectives.entries()) {
    const then = after.objectives[i]?.value ?? 0;
    const tolerance = 2 * provenTolerance(name, Math.max(value, then)) + (name === "balance" ? 2 * before.nodes.length : 0);
    if (Math.abs(then - value) > tolerance) {
      return then > value ? name : undefined;
    }
  }
  return undefined;
}

function placesAll(posed: PlacementProblem): boolean {
  const { model, state } = assign(posed);
  return model.workloads.every((_, w) => state.unplaced(w) <= 0);
}

function withLargerNode(posed: PlacementProblem, index: number, cpuMilli: number, memoryBytes: number, pods: number): PlacementProblem {
  const larger = posed.nodes[index % posed.nodes.length];
  return {
    ...posed,
    nodes: posed.nodes.map((node) =>
      node !== larger
        ? node
        : {
            ...node,
            allocatable: {
              ...node.allocatable,
              cpuMilli: node.allocatable.cpuMilli + cpuMilli,
              memoryBytes: node.allocatable.memoryBytes + memoryBytes,
              pods: node.allocatable.pods + pods,
            },
          },
    ),
  };
}

/*
 * Every placement that is possible before is possible on the larger node, and no objective's value of it grows: `place`,
 * `control-plane`, `replicas-apart` and `disruption` do not look at capacity; `ceilings`, `balance` and `watts` take a pod's
 * share of the node's capacity, which falls, also where the weight of `balance` grows with the node. So the least vector of
 * values cannot become worse. That is true of the least, hence of proven plans, and needs two conditions:
 *
 * - Every pod has a node before. DaemonSet pods are put down before all else wherever they fit, so one that had no room
 *   may take it from a pod that had, once the node has grown.
 * - Both plans are proven. The search alone may go another way on another problem, and end in a worse place.
 *
 * Of `survive-loss` it is not shown: lost pods start one after another, and more room may lead the first of them elsewhere.
 * It is among the objectives tried here.
 */
test("a larger node never makes the objectives worse, taken in their order", async () => {
  const loaded = await loadSolver();
  if (loaded === undefined) {
    throw new Error("HiGHS does not load");
  }
  const solver: Solver = loaded;
  let compared = 0;
  fc.assert(
    fc.property(
      arbitraryProblem,
      fc.nat(4),
      fc.integer({ min: 0, max: 6000 }),
      fc.integer({ min: 0, max: 12 }),
      fc.nat(5),
      (posed, index, cpuMilli, gibibytes, pods) => {
        fc.pre(placesAll(posed));
        const before = plan(posed, solver);
        fc.pre(before.status === "optimal");
        const after = plan(withLargerNode(posed, index, cpuMilli, gibibytes * GiB, pods), solver);
        fc.pre(after.status === "optimal");
        expect(firstWorse(before, after)).toBeUndefined();
        compared++;
      },
    ),
    { numRuns: 40 },
  );
  expect(compared).toBe(40);
});

test("with a larger node, everything that had a node has one", () => {
  fc.assert(
    fc.property(arbitraryProblem, fc.nat(4), fc.integer({ min: 0, max: 6000 }), (posed, index, cpuMilli) => {
      fc.pre(placesAll(posed));
      expect(placesAll(withLargerNode(posed, index, cpuMilli, 4 * GiB, 2))).toBe(true);
    }),
    { numRuns: 40 },
  );
});
