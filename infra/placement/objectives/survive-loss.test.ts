import fc from "fast-check";
import { relax } from "../certificate/relaxation";
import { allowedNodes } from "../emit/allowed-nodes";
import { loadSolver } from "../exact/solver";
import { LossSimulation, possibleLosses } from "../loss/loss-simulation";
import { describePlan, plan } from "../plan";
import type { ObjectiveName, PlacementProblem } from "../problem";
import { assign } from "../search/assign";
import { arbitraryProblem, node, problem, workload } from "../testing/problems";
import { simulateFailures } from "../what-if/failures";
import { surviveLoss } from "./survive-loss";

const order: readonly ObjectiveName[] = ["place", "control-plane", "survive-loss", "replicas-apart", "balance", "disruption"];

function valueOf(posed: PlacementProblem): { readonly value: number | undefined; readonly bound: number | undefined } {
  const found = plan(posed).objectives.find(({ name }) => name === "survive-loss");
  return { value: found?.value, bound: found?.bound };
}

/** Arbitrary problems in which some nodes share a host. */
const onHosts = fc
  .tuple(arbitraryProblem, fc.array(fc.constantFrom("h1", "h2", undefined), { minLength: 5, maxLength: 5 }))
  .map(([posed, hosts]): PlacementProblem => ({
    ...posed,
    objectives: order,
    nodes: posed.nodes.map((each, i) => ({ ...each, host: hosts[i] ?? each.host })),
  }));

test("it counts what the simulated failures call helpless, and no more waits with help than without", () => {
  fc.assert(
    fc.property(onHosts, (posed) => {
      const assignment = assign(posed);
      const document = describePlan(posed, assignment);
      const allowed = allowedNodes(posed, document);
      // Labels that cannot tell nodes apart, and plans that are required, let pods start elsewhere than meant.
      fc.pre(
        document.workloads.every(
          ({ namespace, name, nodes, failover }) =>
            [...(allowed.get(`${namespace}/${name}`) ?? [])].sort().join() === [...nodes, ...failover].sort().join() ||
            posed.workloads.some(({ id, mode }) => id === `${namespace}/${name}` && mode !== "replicas"),
        ),
      );
      const failures = [...simulateFailures(posed, assignment, document)];
      const helpless = failures.flatMap((failure) => failure.helpless);
      expect(helpless.reduce((sum, { pods }) => sum + pods, 0)).toBe(surviveLoss.measure?.(assignment.state));
      const losses = possibleLosses(assignment.model);
      const simulation = new LossSimulation(losses, assignment.state);
      failures.forEach(({ controlPlaneWorks, waits }, i) => {
        const waiting = waits.reduce((sum, { pods, tier }) => sum + (tier <= 2 ? pods : 0), 0);
        const unaided = simulation.lose(losses.domains[i] ?? []).waits.reduce((sum, { pods }) => sum + pods, 0);
        expect(!controlPlaneWorks || losses.domains[i]?.length === 0 || waiting <= unaided).toBe(true);
      });
    }),
    { numRuns: 40 },
  );
});

test("the bound is never above what a plan has", () => {
  fc.assert(
    fc.property(onHosts, (posed) => {
      const { model, state } = assign(posed);
      fc.pre(model.workloads.every((_, w) => state.unplaced(w) <= 0));
      expect(surviveLoss.bound(relax(model, true))).toBeLessThanOrEqual(surviveLoss.measure?.(state) ?? 0);
    }),
    { numRuns: 40 },
  );
});

test("room for the largest pod is kept in one piece", () => {
  const small = (name: string): ReturnType<typeof workload> =>
    workload(name, { requests: { cpuMilli: 1500, memoryBytes: 0 }, tier: 2, current: { b: 1 } });
  const rows = [
    workload("large", { tier: 1, requests: { cpuMilli: 3000, memoryBytes: 0 }, current: { a: 1 } }),
    { ...small("s1"), current: { b: 1 } },
    { ...small("s2"), current: { c: 1 } },
  ];
  const nodes = ["a", "b", "c"].map((name) => node(name));
  const without = { objectives: ["place", "control-plane", "disruption"] as const };
  expect(plan(problem(nodes, rows, without)).workloads.filter(({ moved }) => moved)).toEqual([]);
  const kept = plan(problem(nodes, rows, { objectives: ["place", "control-plane", "survive-loss", "disruption"] }));
  expect(kept.objectives.find(({ name }) => name === "survive-loss")).toMatchObject({ value: 0, bound: 0 });
  expect(kept.workloads.filter(({ moved }) => moved)).toHaveLength(1);
});

test("what no plan can let survive is proven: two nodes with cards that are all in use", () => {
  const gpus = { allocatable: { extended: { "nvidia.com/gpu": 2 } }, capabilities: { gpu: "yes" } };
  const llm = workload("llm", { replicas: 4, requests: { cpuMilli: 100, extended: { "nvidia.com/gpu": 1 } } });
  const posed = problem([node("a", gpus), node("b", gpus), node("c")], [llm], { objectives: order });
  expect(valueOf(posed)).toEqual({ value: 4, bound: 4 });
  expect(valueOf({ ...posed, workloads: [{ ...llm, replicas: 2 }] })).toEqual({ value: 0, bound: 0 });
  expect(valueOf({ ...posed, workloads: [{ ...llm, tier: 3 }] })).toEqual({ value: 0, bound: 0 });
});

test("a solver proves what the cheap bound, which looks at one kind of node at a time, does not", async () => {
  const solver = await loadSolver();
  const kind = (resource: string, host: string): Parameters<typeof node>[1] => ({
    host,
    capabilities: { [resource]: "yes" },
    allocatable: { extended: { [`example.com/${resource}`]: 2 } },
  });
  const nodes = [node("a", kind("card", "h")), node("b", kind("disk", "h")), node("c", kind("card", "c")), node("d", kind("disk", "d"))];
  const rows = ["card", "disk"].map((resource) =>
    workload(resource, {
      replicas: 4,
      requires: [{ key: resource, operator: "Exists" }],
      requests: { cpuMilli: 0, extended: { [`example.com/${resource}`]: 1 } },
    }),
  );
  // Two for each node, and four for the host.
  const posed = problem(nodes, rows, { objectives: order });
  expect(valueOf(posed)).toEqual({ value: 12, bound: 10 });
  const proven = plan(posed, solver);
  expect(proven.objectives.find(({ name }) => name === "survive-loss")).toMatchObject({ value: 12, bound: 12 });
  expect(proven.status).toBe("optimal");
});
