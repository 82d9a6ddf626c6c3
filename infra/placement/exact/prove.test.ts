import fc from "fast-check";
import { checkPlan } from "../check/check-plan";
import { describePlan, plan } from "../plan";
import type { ObjectiveName, PlacementProblem } from "../problem";
import { isProven, provenTolerance } from "../proven";
import { type Assignment, assign, podsPerNode } from "../search/assign";
import type { State } from "../search/state";
import { arbitraryProblem, arbitraryProblemUpTo, defaultObjectives, GiB, node, problem, workload } from "../testing/problems";
import { pairLimit, prove } from "./prove";
import { loadSolver, type Solver } from "./solver";
import { everyPlacement, ways } from "./testing/every-placement";

let solver: Solver;

beforeAll(async () => {
  const loaded = await loadSolver();
  if (loaded === undefined) {
    throw new Error("HiGHS does not load");
  }
  solver = loaded;
});

function value({ ranked }: Assignment, state: State, name: ObjectiveName): number {
  return ranked.objectiveOf.reduce((sum, of, l) => sum + (of === name ? (state.totals[l] ?? 0) : 0), 0);
}

/** A problem that leaves the search something to improve: pods of odd sizes, all on the first two of four nodes. */
function crowded(objectives: readonly ObjectiveName[]): PlacementProblem {
  const nodes = ["a", "b", "c", "d"].map((name, i) =>
    node(name, {
      allocatable: { cpuMilli: 6000 + 1500 * i, memoryBytes: (20 - 3 * i) * GiB },
      power: { idleWatts: 5 + 4 * i, fullWatts: 60 - 7 * i },
    }),
  );
  const rows = Array.from({ length: 18 }, (_, i) =>
    workload(`w${String(i).padStart(2, "0")}`, {
      requests: { cpuMilli: 300 + ((i * 367) % 900), memoryBytes: (1 + ((i * 5) % 4)) * (GiB / 2) },
      current: { [i % 3 === 0 ? "b" : "a"]: 1 },
    }),
  );
  return problem(nodes, rows, { objectives });
}

const presets: readonly (readonly ObjectiveName[])[] = [
  ["place", "control-plane", "ceilings", "balance", "watts", "disruption"],
  ["place", "control-plane", "ceilings", "watts", "disruption", "balance"],
];

test("a proven plan is the least of all placements, objective by objective, and no bound is above it", () => {
  const small = arbitraryProblemUpTo(3, 5).filter((posed) => ways(posed) <= 800);
  fc.assert(
    fc.property(small, (posed) => {
      const proven = assign(posed, solver);
      fc.pre(proven.model.workloads.every((_, w) => proven.state.unplaced(w) <= 0));
      let left = everyPlacement(posed);
      for (const name of posed.objectives) {
        const ours = value(proven, proven.state, name);
        const least = Math.min(...left.map((each) => value(proven, each, name)));
        const bound = proven.bounds?.get(name) ?? 0;
        expect(bound).toBeLessThanOrEqual(least);
        // Every node's term of balance rounds up, which the program does not know.
        const rounding = name === "balance" ? 2 * posed.nodes.length : 0;
        expect(ours - bound).toBeLessThanOrEqual(provenTolerance(name, ours) + rounding);
        left = left.filter((each) => value(proven, each, name) <= ours);
      }
    }),
    { numRuns: 40 },
  );
});

test("a proven plan keeps every hard constraint, is no worse than without a solver, and claims no more than it proves", () => {
  fc.assert(
    fc.property(arbitraryProblem, (posed) => {
      const proven = assign(posed, solver);
      const found = assign(posed);
      const document = plan(posed, solver);
      expect(checkPlan(posed, document, podsPerNode(proven))).toEqual([]);
      const differing = [...found.state.totals].findIndex((total, l) => total !== proven.state.totals[l]);
      expect(differing < 0 || (proven.state.totals[differing] ?? 0) < (found.state.totals[differing] ?? 0)).toBe(true);
      expect(document.objectives.filter((each) => each.bound > each.value || each.gap < 0)).toEqual([]);
      expect(document.status === "optimal").toBe(document.unplaced.length === 0 && document.objectives.every(isProven));
    }),
    { numRuns: 40 },
  );
});

test("a plan with more pairs than the limit is the search's, with bounds from kinds of nodes; one with a pod that fits nowhere too", () => {
  const nodes = Array.from({ length: 70 }, (_, i) => node(`n${i}`));
  const large = problem(
    nodes,
    Array.from({ length: 60 }, (_, i) => workload(`w${i}`)),
  );
  expect(nodes.length * large.workloads.length).toBeGreaterThan(pairLimit);
  const found = assign(large);
  const { state, bounds } = prove(found, solver);
  expect(state).toBe(found.state);
  expect([...(bounds?.keys() ?? [])].sort()).toEqual(["balance", "disruption", "watts"]);
  const tight = problem([node("a")], [workload("w", { replicas: 9 })]);
  expect(plan(tight, solver)).toEqual(plan(tight));
});

test("a limit on moves that matters is the search's, one that the proven plan keeps changes nothing", () => {
  const posed = crowded(defaultObjectives);
  const free = plan(posed, solver);
  const moves = free.objectives.find(({ name }) => name === "disruption")?.value ?? 0;
  expect(moves).toBeGreaterThan(1);
  expect(plan({ ...posed, maxMoves: moves }, solver)).toEqual(free);
  expect(plan({ ...posed, maxMoves: 1 }, solver)).toEqual(plan({ ...posed, maxMoves: 1 }));
});

// Larger ones, and those that are not proven, are among the plans of the property tests of stability.
test("a proven plan moves nothing once it has been carried out", () => {
  fc.assert(
    fc.property(arbitraryProblemUpTo(4, 8), (posed) => {
      const found = assign(posed, solver);
      fc.pre(describePlan(posed, found).status === "optimal");
      const pods = podsPerNode(found);
      const workloads = posed.workloads.map((row) => (row.mode === "replicas" ? { ...row, current: pods.get(row.id) ?? {} } : row));
      expect(plan({ ...posed, workloads }, solver).workloads.filter(({ moved }) => moved)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

describe.each(presets)("with the objectives %s, %s, %s, %s, %s, %s", (...objectives) => {
  const posed = crowded(objectives);

  test("a crowded cluster is planned optimally", () => {
    expect(plan(posed).status).toBe("feasible");
    expect(plan(posed, solver).status).toBe("optimal");
  });

  test("twice the same, whatever the order of the input", () => {
    const turned = { ...posed, nodes: posed.nodes.toReversed(), workloads: posed.workloads.toReversed() };
    expect(JSON.stringify(plan(turned, solver))).toBe(JSON.stringify(plan(posed, solver)));
  });

  test.each([1, 40])("after %i iterations bounds are true, and the same each time", (iterations) => {
    const found = assign(posed);
    const limit = { relaxation: iterations, searches: iterations };
    const limited = prove(found, solver, limit);
    const full = prove(found, solver);
    if (iterations === 1) {
      expect(describePlan(posed, limited).status).toBe("feasible");
    }
    for (const name of objectives) {
      expect(limited.bounds?.get(name) ?? 0).toBeLessThanOrEqual(value(full, full.state, name));
      if (value(limited, limited.state, name) !== value(full, full.state, name)) {
        break; // Bounds of later objectives hold for other values of this one.
      }
    }
    expect(prove(found, solver, limit).bounds).toEqual(limited.bounds);
  });

  test("moves nothing once it has been carried out", () => {
    const pods = podsPerNode(assign(posed, solver));
    const after = { ...posed, workloads: posed.workloads.map((row) => ({ ...row, current: pods.get(row.id) ?? {} })) };
    expect(plan(after, solver).workloads.filter(({ moved }) => moved)).toEqual([]);
  });
});
