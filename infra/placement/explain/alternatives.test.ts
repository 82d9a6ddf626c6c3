import fc from "fast-check";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { assign } from "../search/assign";
import { fits } from "../search/step";
import { arbitraryProblem, GiB, hostname, node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";
import { whyNot } from "./alternatives";
import { firstObstacle, obstacles } from "./obstacles";

const zone = "topology.kubernetes.io/zone";
const runs = { numRuns: 60, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) };

/** Some of everything that a reason may come from: apart, spread, following another, running already. */
const kinds: readonly ((i: number) => Partial<PlacementWorkload>)[] = [
  () => ({ antiAffinityTopologyKey: hostname, replicas: 2 }),
  () => ({ spreads: [{ topologyKey: zone, maxSkew: 1, strict: true }], replicas: 3 }),
  () => ({ requires: [{ key: "pool", operator: "In", values: ["a"] }] }),
  (i) => ({ colocateWith: `apps/w${String(i - 1).padStart(3, "0")}` }),
  () => ({ current: { n000: 1 } }),
  () => ({}),
];

function large(objectives: PlacementProblem["objectives"]): PlacementProblem {
  const nodes = Array.from({ length: 120 }, (_, i) =>
    node(`n${String(i).padStart(3, "0")}`, {
      allocatable: { cpuMilli: [4000, 8000][i % 2] ?? 0, memoryBytes: 16 * GiB },
      capabilities: { pool: ["a", "b"][i % 2] ?? "" },
      labels: { [zone]: `z${i % 3}` },
      taints: i % 10 === 9 ? [{ key: "dedicated", value: "", effect: "NoSchedule" }] : [],
    }),
  );
  const workloads = Array.from({ length: 170 }, (_, i) =>
    workload(`w${String(i).padStart(3, "0")}`, {
      tier: ([0, 1, 2, 3, 4] as const)[i % 5] ?? 4,
      requests: { cpuMilli: 500 + 100 * (i % 7), memoryBytes: (1 + (i % 3)) * GiB },
      ...kinds[i % kinds.length]?.(i),
    }),
  );
  return problem(nodes, workloads, { objectives });
}

test.each<readonly [string, PlacementProblem["objectives"]]>([
  ["balance", ["place", "control-plane", "ceilings", "balance", "watts", "disruption"]],
  ["watts", ["place", "control-plane", "ceilings", "watts", "disruption", "balance"]],
])("a pod that is imagined on a node is said the same of as one that is put there, with %s first", (_, objectives) => {
  const assignment = assign(large(objectives));
  const { model, state } = assignment;
  const ask = (): readonly (readonly string[])[] =>
    model.workloads.flatMap((__, w) => state.nodesOf(w).map((from) => whyNot(assignment, w, from, [...model.nodes.keys()])));
  const imagined = ask();
  jest.spyOn(state, "mayBreak").mockReturnValue(true);
  expect(imagined).toEqual(ask());
  expect(new Set(imagined.flat()).size).toBeGreaterThan(10);
});

test("the first obstacle is the first of all", () => {
  fc.assert(
    fc.property(arbitraryProblem, (posed) => {
      const { model, state } = assign(posed);
      model.workloads.forEach((_, w) => {
        model.nodes.forEach((__, n) => {
          expect(firstObstacle(state, w, n)).toEqual(obstacles(state, w, n)[0]);
        });
      });
    }),
    runs,
  );
});

test("what may not break anything breaks nothing wherever it fits", () => {
  fc.assert(
    fc.property(arbitraryProblem, (posed) => {
      const { state } = stateWith(posed);
      const { workloads, nodes } = state.model;
      for (const w of workloads.keys()) {
        for (const n of nodes.keys()) {
          if (!state.isBroken && !state.mayBreak(w) && fits(state, w, n)) {
            state.add(w, n);
            expect(state.isBroken).toBe(false);
          }
        }
      }
    }),
    runs,
  );
});
