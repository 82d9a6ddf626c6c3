import { checkPlan } from "../check/check-plan";
import { loadSolver, type Solver } from "../exact/solver";
import { describePlan } from "../plan";
import type { PlacementProblem, PlacementWorkload } from "../problem";
import { GiB, node, problem, workload } from "../testing/problems";
import { assign, type Assignment, movedPods, podsPerNode } from "./assign";

const zone = "topology.kubernetes.io/zone";

/** Nodes with much CPU, which draw least for it, and nodes with much memory; pods that ask for much of one or the other. */
function mixedProportions(): PlacementProblem {
  const nodes = Array.from({ length: 60 }, (_, i) =>
    node(`n${String(i).padStart(2, "0")}`, {
      allocatable: { cpuMilli: i % 2 === 0 ? 32_000 : 16_000, memoryBytes: (i % 2 === 0 ? 32 : 64) * GiB, pods: 110 },
      power: i % 2 === 0 ? { idleWatts: 60, fullWatts: 200 } : { idleWatts: 50, fullWatts: 130 },
      labels: { [zone]: `z${i % 3}` },
    }),
  );
  const workloads = Array.from({ length: 400 }, (_, i): PlacementWorkload => {
    const common = {
      tier: ([1, 2, 3, 4] as const)[i % 4] ?? 4,
      replicas: 1 + (i % 3),
      requests: i % 2 === 0 ? { cpuMilli: 700, memoryBytes: GiB / 4 } : { cpuMilli: 150, memoryBytes: GiB },
      ...(i % 5 === 0 ? { current: { [`n${String((i * 7) % 60).padStart(2, "0")}`]: 1 } } : {}),
    };
    const name = `w${String(i).padStart(3, "0")}`;
    return i % 8 === 3
      ? workload(name, { ...common, spreads: [{ topologyKey: zone, maxSkew: 1, strict: true }] })
      : workload(name, i % 8 === 5 ? { ...common, replicas: 1, colocateWith: `apps/w${String(i - 1).padStart(3, "0")}` } : common);
  });
  return problem(nodes, workloads, { objectives: ["place", "control-plane", "ceilings", "watts", "disruption", "balance"] });
}

describe("a large problem that is to draw little", () => {
  const posed = mixedProportions();
  let guided: Assignment;
  let solver: Solver | undefined;
  const watts = (assignment: Assignment): { readonly value: number; readonly gap: number } | undefined =>
    describePlan(posed, assignment).objectives.find(({ name }) => name === "watts");
  beforeAll(async () => {
    solver = await loadSolver();
    guided = assign(posed, solver);
  });

  test("is planned without breaking a constraint, with a node for every pod", () => {
    const plan = describePlan(posed, guided);
    expect([checkPlan(posed, plan, podsPerNode(guided)), plan.unplaced]).toEqual([[], []]);
  });

  test("draws less when the solver says which nodes should sleep, and is within a twentieth of the bound", () => {
    expect(watts(guided)?.value).toBeLessThan(watts(assign(posed))?.value ?? 0);
    expect(watts(guided)?.gap).toBeLessThan(0.05);
  });

  test("moves nothing once it is carried out", () => {
    const pods = podsPerNode(guided);
    const carriedOut = { ...posed, workloads: posed.workloads.map((each) => ({ ...each, current: pods.get(each.id) ?? {} })) };
    expect(movedPods(assign(carriedOut, solver))).toBe(0);
  });

  test("does not depend on the order of its rows", () => {
    const reversed = { ...posed, workloads: posed.workloads.toReversed(), nodes: posed.nodes.toReversed() };
    expect(podsPerNode(assign(reversed, solver))).toEqual(podsPerNode(guided));
  });
});

test("pods that went along with what they must be with are not moved once more", () => {
  // Each leader takes its follower off a crowded node.
  const nodes = Array.from({ length: 50 }, (_, i) => node(`n${String(i).padStart(2, "0")}`, { allocatable: { pods: 110 } }));
  const workloads = Array.from({ length: 420 }, (_, i) =>
    workload(`w${String(i).padStart(3, "0")}`, {
      requests: { cpuMilli: 100, memoryBytes: GiB / 8 },
      ...(i % 2 === 1 ? { colocateWith: `apps/w${String(i - 1).padStart(3, "0")}` } : {}),
      ...(i < 60 ? { current: { n00: 1 } } : {}),
    }),
  );
  const { model, state } = assign(problem(nodes, workloads));
  expect(model.workloads.filter((_, w) => state.unplaced(w) !== 0)).toEqual([]);
});
