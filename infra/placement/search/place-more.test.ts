import fc from "fast-check";
import { checkPlan } from "../check/check-plan";
import { loadSolver, type Solver } from "../exact/solver";
import { describePlan } from "../plan";
import type { PlacementProblem } from "../problem";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { assign, type Assignment, podsPerNode } from "./assign";
import { isLarge } from "./size";

const gpu = "nvidia.com/gpu";

/** Every node has GPUs and its own measure of CPU; pods ask for as many GPUs as there are, and for CPU without regard to them. */
function scarceGpus(): PlacementProblem {
  const nodes = Array.from({ length: 60 }, (_, i) =>
    node(`n${String(i).padStart(3, "0")}`, {
      allocatable: { cpuMilli: [16_000, 32_000, 64_000][i % 3] ?? 0, memoryBytes: 256 * GiB, pods: 60, extended: { [gpu]: 4000 } },
      sharedDevices: { [gpu]: 4 },
      capabilities: { product: ["a", "b"][i % 2] ?? "" },
    }),
  );
  const workloads = Array.from({ length: 400 }, (_, i) => {
    const share = [200, 350, 500, 600, 1000, 2000][i % 6] ?? 0;
    return workload(`w${String(i).padStart(3, "0")}`, {
      tier: i % 5 === 0 ? 1 : 0,
      requests: {
        cpuMilli: 1000 * (1 + ((i * 7) % 12)),
        memoryBytes: GiB,
        extended: i % 5 === 0 ? {} : { [gpu]: share },
      },
      ...(i % 5 === 0 ? {} : { weight: share }),
      ...(i % 7 === 0 ? { requires: [{ key: "product", operator: "In", values: ["a"] }] } : {}),
      ...(i % 20 === 1 ? { antiAffinityTopologyKey: hostname, replicas: 2 } : {}),
      ...(i % 11 === 2 ? { current: { n001: 1 } } : {}),
    });
  });
  return problem(nodes, workloads, { objectives: ["place"] });
}

/** What is left out of a tier, by weight. */
function unplaced({ model, state }: Assignment, tier: number): number {
  return model.workloads.reduce((sum, each, w) => sum + (each.tier === tier ? (each.weight ?? 1) * Math.max(0, state.unplaced(w)) : 0), 0);
}

describe("a large problem in which GPUs are scarce", () => {
  const posed = scarceGpus();
  let solver: Solver | undefined;
  beforeAll(async () => {
    solver = await loadSolver();
  });

  test("is one, and has more pods than GPUs for them", () => {
    const asked = posed.workloads.reduce((sum, { requests, replicas }) => sum + replicas * (requests.extended[gpu] ?? 0), 0);
    expect([isLarge(posed), asked > 60 * 4000 * 0.9]).toEqual([true, true]);
  });

  test("is placed without breaking a constraint, with the solver and without", () => {
    for (const by of [solver, undefined]) {
      const assignment = assign(posed, by);
      expect(checkPlan(posed, describePlan(posed, assignment), podsPerNode(assignment))).toEqual([]);
    }
  });

  test("is placed no worse with the solver than without", () => {
    const [guided, alone] = [assign(posed, solver), assign(posed)];
    expect(unplaced(guided, 0)).toBeLessThanOrEqual(unplaced(alone, 0));
  });

  test("has a bound of what must be left out, which no plan is below", () => {
    const place = describePlan(posed, assign(posed, solver)).objectives.find(({ name }) => name === "place");
    const alone = describePlan(posed, assign(posed)).objectives.find(({ name }) => name === "place");
    expect(place?.bound).toBeGreaterThan(alone?.bound ?? Number.NaN);
    expect(place?.bound).toBeLessThanOrEqual(Math.min(place?.value ?? 0, alone?.value ?? 0));
  });

  test("does not depend on the order of its rows", () => {
    const expected = podsPerNode(assign(posed, solver));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...posed.workloads], { minLength: posed.workloads.length }),
        fc.shuffledSubarray([...posed.nodes], { minLength: posed.nodes.length }),
        (workloads, nodes) => {
          expect(podsPerNode(assign({ ...posed, workloads, nodes }, solver))).toEqual(expected);
        },
      ),
      { numRuns: 2, seed: 1 },
    );
  });
});
