import fc from "fast-check";
import { checkPlan } from "../check/check-plan";
import { loadSolver, type Solver } from "../exact/solver";
import { describePlan } from "../plan";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { defaultObjectives, GiB, node, problem, workload } from "../testing/problems";
import { assign, movedPods, podsPerNode } from "./assign";

const runs = { numRuns: 3, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) };
const nodes = Array.from({ length: 40 }, (_, i) =>
  node(`n${String(i).padStart(2, "0")}`, { allocatable: { cpuMilli: i % 4 === 0 ? 16_000 : 8000, memoryBytes: 64 * GiB, pods: 110 } }),
);

const pods = fc.record({
  replicas: fc.integer({ min: 1, max: 4 }),
  tier: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const),
  cpuMilli: fc.integer({ min: 1, max: 4 }).map((parts) => parts * 50),
  memoryBytes: fc.integer({ min: 1, max: 4 }).map((parts) => (parts * GiB) / 4),
  current: fc.dictionary(
    fc.integer({ min: 0, max: 39 }).map((n) => nodes[n]?.name ?? ""),
    fc.constant(1),
    { maxKeys: 2 },
  ),
  follows: fc.constantFrom(true, false, false),
  many: fc.constantFrom(1, 1, 4),
});

const orders = fc.constantFrom(defaultObjectives, [
  "place" as const,
  "control-plane" as const,
  "ceilings" as const,
  "watts" as const,
  "disruption" as const,
  "balance" as const,
]);

/** More than half of the CPU is asked for. A third of the workloads must be with the one before, some with many more pods than it. */
const clusters = fc.tuple(fc.array(pods, { minLength: 520, maxLength: 540 }), orders).map(([all, objectives]): PlacementProblem => {
  const id = (i: number): string => `w${String(i).padStart(3, "0")}`;
  const workloads = all.map(({ cpuMilli, memoryBytes, follows, many, replicas, ...made }, i): PlacementWorkload => {
    const company = follows && i > 0 ? { colocateWith: `apps/${id(i - 1)}`, replicas: replicas * many } : { replicas };
    return workload(id(i), { ...made, ...company, requests: { cpuMilli, memoryBytes } });
  });
  return problem(nodes, workloads, { objectives });
});

let solver: Solver | undefined;
beforeAll(async () => {
  solver = await loadSolver();
});

test("large plans of companies break no constraint, keep to the ceilings, are not below their bounds, and stay as they are", () => {
  fc.assert(
    fc.property(clusters, (posed) => {
      const assignment = assign(posed, solver);
      const document = describePlan(posed, assignment);
      const placed = podsPerNode(assignment);
      expect(checkPlan(posed, document, placed)).toEqual([]);
      expect(document.unplaced).toEqual([]);
      expect(document.objectives.filter(({ bound, value }) => bound > value)).toEqual([]);
      expect(document.objectives.find(({ name }) => name === "ceilings")?.value).toBe(0);
      const carriedOut = posed.workloads.map((each) => ({ ...each, current: placed.get(each.id) ?? {} }));
      expect(movedPods(assign({ ...posed, workloads: carriedOut }, solver))).toBe(0);
    }),
    runs,
  );
});
