import fc from "fast-check";
import { loadSolver, type Solver } from "../exact/solver";
import type { PlacementProblem } from "../problem";
import { assign } from "../search/assign";
import { GiB, node, problem, workload } from "../testing/problems";

let solver: Solver | undefined;

beforeAll(async () => {
  solver = await loadSolver();
});

const cpuMilli = fc.integer({ min: 1, max: 4 }).map((cores) => cores * 1000);
const memoryBytes = fc.integer({ min: 0, max: 4 }).map((gibibytes) => gibibytes * GiB);

/** Nodes too small for all of a few pods, which may run anywhere. */
const scarce = fc
  .record({
    nodes: fc.array(fc.record({ cpuMilli, memoryBytes }), { minLength: 1, maxLength: 3 }),
    pods: fc.array(fc.record({ cpuMilli, memoryBytes, tier: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const) }), {
      minLength: 2,
      maxLength: 6,
    }),
  })
  .map(({ nodes, pods }) =>
    problem(
      nodes.map((allocatable, i) => node(`n${i}`, { allocatable })),
      pods.map(({ tier, ...requests }, i) => workload(`w${i}`, { tier, requests })),
      { objectives: ["place", "control-plane", "survive-loss", "replicas-apart", "disruption"] },
    ),
  );

/** Pods without a node by tier, the most important first; the least of all ways, by trying every one. */
function leastUnplaced({ nodes, workloads }: PlacementProblem): readonly number[] {
  let least: readonly number[] | undefined;
  const ways = (nodes.length + 1) ** workloads.length;
  for (let way = 0; way < ways; way++) {
    const on = workloads.map((_, i) => Math.floor(way / (nodes.length + 1) ** i) % (nodes.length + 1));
    const fits = nodes.every(({ allocatable }, n) => {
      const here = workloads.filter((_, i) => on[i] === n);
      return (
        here.reduce((sum, { requests }) => sum + requests.cpuMilli, 0) <= allocatable.cpuMilli &&
        here.reduce((sum, { requests }) => sum + requests.memoryBytes, 0) <= allocatable.memoryBytes
      );
    });
    const unplaced = byTier(workloads.filter((_, i) => on[i] === nodes.length).map(({ tier }) => tier));
    if (fits && (least === undefined || isLess(unplaced, least))) {
      least = unplaced;
    }
  }
  return least ?? [];
}

function byTier(tiers: readonly number[]): readonly number[] {
  return [0, 1, 2, 3, 4].map((tier) => tiers.filter((each) => each === tier).length);
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((count, i) => count !== b[i]);
  return first >= 0 && (a[first] ?? 0) < (b[first] ?? 0);
}

test("as many pods of the highest tier as possible have a node, then of the next, with a solver", () => {
  fc.assert(
    fc.property(scarce, (posed) => {
      const { model, state } = assign(posed, solver);
      const tiers = model.workloads.flatMap(({ tier }, w) => Array<number>(Math.max(0, state.unplaced(w))).fill(tier));
      expect(byTier(tiers)).toEqual(leastUnplaced(posed));
    }),
    { numRuns: 150 },
  );
});
