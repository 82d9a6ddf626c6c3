import fc from "fast-check";
import { relax } from "../certificate/relaxation";
import { loadSolver, type Solver } from "../exact/solver";
import type { ObjectiveName, PlacementProblem } from "../problem";
import { assign } from "../search/assign";
import { node, problem, workload } from "../testing/problems";
import { poolBounds } from "./pool-bounds";

const wattsFirst: readonly ObjectiveName[] = ["place", "control-plane", "ceilings", "watts", "balance", "disruption"];

async function solverHere(): Promise<Solver> {
  const solver = await loadSolver();
  if (solver === undefined) {
    throw new Error("no solver");
  }
  return solver;
}

/** The bounds, and the values of the plan that they are for. */
function bounded(posed: PlacementProblem, solver: Solver): Readonly<Partial<Record<ObjectiveName, { bound: number; value: number }>>> {
  const assignment = assign(posed, solver);
  const { model, ranked, state } = assignment;
  const bounds = poolBounds(assignment, relax(model, true), solver);
  return Object.fromEntries(
    [...bounds].map(([name, bound]) => {
      const value = ranked.objectiveOf.reduce((sum, of, l) => sum + (of === name ? (state.totals[l] ?? 0) : 0), 0);
      return [name, { bound, value }];
    }),
  );
}

describe("bounds by kinds of nodes", () => {
  test("of watts count the nodes that must be on under the ceilings", async () => {
    // Twelve pods of 1 CPU need 3.53 nodes of 4 CPU at 85 %: the program buys them in parts, at 10 W to idle and 5 W a pod.
    const nodes = Array.from({ length: 6 }, (_, i) => node(`n${i}`));
    const posed = problem(nodes, [workload("w", { replicas: 12, requests: { memoryBytes: 0 } })], { objectives: wattsFirst });
    const { watts } = bounded(posed, await solverHere());
    expect(watts?.value).toBe(100_000);
    expect(watts?.bound).toBeGreaterThan(95_000);
    expect(watts?.bound).toBeLessThanOrEqual(100_000);
  });

  test("of balance keep the watts as they are", async () => {
    const nodes = Array.from({ length: 4 }, (_, i) => node(`n${i}`));
    const posed = problem(nodes, [workload("w", { replicas: 6, requests: { memoryBytes: 0 } })], { objectives: wattsFirst });
    const { balance } = bounded(posed, await solverHere());
    // Two nodes with 750 per mille each; even filling of all four would have 4 x 375 squared, half as much.
    expect(balance?.value).toBe(2 * 750 ** 2);
    expect(balance?.bound).toBeGreaterThan(0.9 * 2 * 750 ** 2);
  });

  test("are no more than what a plan that is proven best has", async () => {
    const solver = await solverHere();
    const requests = fc.record({ cpuMilli: fc.integer({ min: 1, max: 12 }), memory: fc.integer({ min: 1, max: 8 }), at: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(requests, { minLength: 2, maxLength: 7 }), fc.boolean(), (rows, power) => {
        const nodes = ["a", "b", "c", "d"].map((name, i) =>
          node(name, { allocatable: { cpuMilli: i < 2 ? 4000 : 8000 }, power: { idleWatts: 5 + 5 * (i >> 1), fullWatts: 40 } }),
        );
        const workloads = rows.map(({ cpuMilli, memory, at }, i) =>
          workload(`w${i}`, {
            requests: { cpuMilli: 250 * cpuMilli, memoryBytes: memory * 2 ** 28 },
            current: at === 0 ? {} : { [["a", "b", "c"][at - 1] ?? "a"]: 1 },
          }),
        );
        const bounds = bounded(problem(nodes, workloads, power ? { objectives: wattsFirst } : {}), solver);
        for (const each of Object.values(bounds)) {
          expect(each.bound).toBeLessThanOrEqual(each.value);
        }
        expect(Object.keys(bounds).sort()).toEqual(["balance", "disruption", "watts"]);
      }),
      { numRuns: 6, seed: 1 },
    );
  });
});
