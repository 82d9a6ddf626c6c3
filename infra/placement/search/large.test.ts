import fc from "fast-check";
import type { Finding } from "../../diagnostics/finding";
import { checkPlan } from "../check/check-plan";
import { describePlan } from "../plan";
import type { ObjectiveName, PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";
import { GiB, hostname, node, problem, workload } from "../testing/problems";
import { assign, type Assignment, movedPods, podsPerNode } from "./assign";
import { isLarge } from "./size";

const zone = "topology.kubernetes.io/zone";
const runs = { numRuns: 4, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) };

/** Nodes of three sizes in three zones; every tenth is tainted. */
function manyNodes(count: number): readonly PlacementNode[] {
  return Array.from({ length: count }, (_, i) =>
    node(`n${String(i).padStart(3, "0")}`, {
      allocatable: { cpuMilli: [8000, 16_000, 32_000][i % 3] ?? 0, memoryBytes: 64 * GiB, pods: 60 },
      capabilities: { pool: ["a", "b"][i % 2] ?? "" },
      labels: { [zone]: `z${i % 3}` },
      taints: i % 10 === 9 ? [{ key: "dedicated", value: "", effect: "NoSchedule" }] : [],
    }),
  );
}

/** Workloads of all kinds: apart, spread, tied to a pool, following another, one per node. */
function manyWorkloads(count: number, cpuMilli: number): readonly PlacementWorkload[] {
  return Array.from({ length: count }, (_, i) => {
    const common = {
      tier: ([0, 1, 2, 3, 4] as const)[i % 5] ?? 4,
      replicas: 1 + (i % 4),
      requests: { cpuMilli: cpuMilli + 10 * (i % 7), memoryBytes: (1 + (i % 3)) * (GiB / 4) },
      ...(i % 3 === 0 ? { current: { n000: 1, n001: 1 } } : {}),
    };
    const name = `w${String(i).padStart(4, "0")}`;
    switch (i % 8) {
      case 0:
        return workload(name, { ...common, antiAffinityTopologyKey: hostname });
      case 1:
        return workload(name, { ...common, spreads: [{ topologyKey: zone, maxSkew: 1, strict: true }] });
      case 2:
        return workload(name, {
          ...common,
          spreads: [
            { topologyKey: zone, maxSkew: 1, strict: true },
            { topologyKey: hostname, maxSkew: 1, strict: true },
          ],
        });
      case 3:
        return workload(name, { ...common, requires: [{ key: "pool", operator: "In", values: ["a"] }] });
      case 4:
        return workload(name, { ...common, colocateWith: `apps/w${String(i - 1).padStart(4, "0")}`, replicas: 1 });
      default:
        return workload(name, common);
    }
  });
}

function large(cpuMilli: number, objectives?: readonly ObjectiveName[]): PlacementProblem {
  return problem(
    manyNodes(60),
    [...manyWorkloads(400, cpuMilli), workload("agent", { mode: "perNode", requests: { cpuMilli: 50, memoryBytes: GiB / 8 } })],
    objectives === undefined ? {} : { objectives },
  );
}

const wattsFirst: readonly ObjectiveName[] = ["place", "control-plane", "ceilings", "watts", "disruption", "balance"];

function findings(posed: PlacementProblem, assignment: Assignment): readonly Finding[] {
  return checkPlan(posed, describePlan(posed, assignment), podsPerNode(assignment));
}

function carriedOut(posed: PlacementProblem, assignment: Assignment): PlacementProblem {
  const pods = podsPerNode(assignment);
  return { ...posed, workloads: posed.workloads.map((each) => ({ ...each, current: pods.get(each.id) ?? {} })) };
}

function unplaced({ model, state }: Assignment, tier?: number): number {
  return model.workloads.reduce((sum, each, w) => sum + (tier === undefined || each.tier === tier ? Math.max(0, state.unplaced(w)) : 0), 0);
}

describe("a problem too large to look at every pair", () => {
  const roomy = large(300);
  const tight = large(1600);

  test("is one", () => {
    expect([isLarge({ nodes: roomy.nodes, workloads: [...roomy.workloads] }), isLarge(problem([node("a")], [workload("w")]))]).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    ["evenly", roomy],
    ["to save power", large(300, wattsFirst)],
    ["with more than there is room for", tight],
  ])("is planned %s without breaking a constraint", (_, posed) => {
    expect(findings(posed, assign(posed))).toEqual([]);
  });

  test("has a node for every pod when there is room", () => {
    expect(unplaced(assign(roomy))).toBe(0);
  });

  test("leaves out the least important pods when there is not", () => {
    const assignment = assign(tight);
    expect([unplaced(assignment, 0) + unplaced(assignment, 1), unplaced(assignment, 4) > 0]).toEqual([0, true]);
  });

  test("moves nothing once it is carried out", () => {
    for (const posed of [roomy, large(300, wattsFirst)]) {
      const once = assign(posed);
      expect(movedPods(assign(carriedOut(posed, once)))).toBe(0);
    }
  });

  test("keeps to the limit on moves", () => {
    expect(movedPods(assign({ ...roomy, maxMoves: 5 }))).toBeLessThanOrEqual(5);
  });

  test("does not depend on the order of its rows", () => {
    const plan = (posed: PlacementProblem): unknown => describePlan(posed, assign(posed));
    const expected = plan(roomy);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...roomy.workloads], { minLength: roomy.workloads.length }),
        fc.shuffledSubarray([...roomy.nodes], { minLength: roomy.nodes.length }),
        (workloads, nodes) => {
          expect(plan({ ...roomy, workloads, nodes })).toEqual(expected);
        },
      ),
      runs,
    );
  });

  test("uses fewer nodes when watts come first", () => {
    const nodesInUse = ({ state }: Assignment): number => state.busy.filter((pods) => pods > 0).length;
    expect(nodesInUse(assign(large(300, wattsFirst)))).toBeLessThan(nodesInUse(assign(roomy)));
  });

  test("says why by kind of node", () => {
    const plan = describePlan(tight, assign(tight));
    const [first] = plan.unplaced;
    expect(first?.blockedBy.find((constraint) => constraint.startsWith("cpu: "))).toMatch(/^cpu: n\d+(, n\d+){0,3} and \d+ more$/);
    expect(first?.remedies.length).toBeGreaterThan(0);
  });
});
