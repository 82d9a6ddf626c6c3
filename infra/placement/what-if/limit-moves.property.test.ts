import fc from "fast-check";
import type { ObjectiveName, PlacementProblem } from "../problem";
import { assign } from "../search/assign";
import { defaultObjectives, hostname, node, problem, workload } from "../testing/problems";
import { limitMoves } from "./limit-moves";
import { bestWithinLimit } from "./testing/best-within-limit";

const presets: readonly (readonly ObjectiveName[])[] = [
  defaultObjectives,
  ["place", "control-plane", "survive-loss", "replicas-apart", "ceilings", "watts", "disruption", "balance"],
  ["place", "disruption", "balance"],
];

/** Up to three nodes and five workloads, all of CPU, in which every running pod has room where it is. */
const tiny: fc.Arbitrary<PlacementProblem> = fc
  .record({
    nodes: fc.array(
      fc.record({
        cores: fc.integer({ min: 1, max: 6 }),
        taint: fc.constantFrom("", "", "", "NoSchedule" as const, "NoExecute" as const),
        idle: fc.integer({ min: 1, max: 30 }),
      }),
      {
        minLength: 2,
        maxLength: 3,
      },
    ),
    workloads: fc.array(
      fc.record({
        replicas: fc.constantFrom(1, 1, 1, 2),
        milli: fc.constantFrom(300, 500, 1000, 1700, 2500),
        tier: fc.constantFrom(1 as const, 2 as const, 3 as const),
        apart: fc.constantFrom(false, false, true),
        on: fc.array(fc.nat(2), { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 3, maxLength: 5 },
    ),
    objectives: fc.constantFrom(...presets),
  })
  .map(({ nodes, workloads, objectives }) => {
    const free = nodes.map(({ cores }) => cores * 1000);
    return problem(
      nodes.map(({ cores, taint, idle }, n) =>
        node(`n${n}`, {
          allocatable: { cpuMilli: cores * 1000 },
          power: { idleWatts: idle, fullWatts: idle + 20 },
          taints: taint === "" ? [] : [{ key: "closed", value: "", effect: taint }],
        }),
      ),
      workloads.map(({ replicas, milli, tier, apart, on }, w) => {
        const current: Record<string, number> = {};
        for (const n of on.slice(0, replicas)) {
          const name = `n${n}`;
          if ((free[n] ?? 0) >= milli && !(apart && name in current)) {
            free[n] = (free[n] ?? 0) - milli;
            current[name] = (current[name] ?? 0) + 1;
          }
        }
        return workload(`w${w}`, {
          replicas,
          tier,
          requests: { cpuMilli: milli, memoryBytes: 0 },
          ...(apart ? { antiAffinityTopologyKey: hostname } : {}),
          current,
        });
      }),
      { objectives },
    );
  });

test("no other choice of as many moves is better in any objective without being worse in one before it", () => {
  let limiting = 0;
  fc.assert(
    fc.property(tiny, fc.integer({ min: 0, max: 3 }), (posed, limit) => {
      const limited = limitMoves(posed, limit);
      const { model, state } = assign(limited);
      // A limit that the best plan keeps changes nothing.
      if (model.problem.maxMoves !== undefined) {
        limiting++;
        expect([...state.totals]).toEqual(bestWithinLimit(limited, limit));
      }
    }),
    { numRuns: 250 },
  );
  // The limits that are tried have to matter.
  expect(limiting).toBeGreaterThan(50);
});
