import fc from "fast-check";
import { describePlan } from "../plan";
import type { PlacementProblem } from "../problem";
import { assign } from "../search/assign";
import { arbitraryProblem, node, problem, workload } from "../testing/problems";
import type { Failure } from "./failure-document";
import { simulateFailures } from "./failures";

function failuresOf(posed: PlacementProblem): readonly Failure[] {
  const assignment = assign(posed);
  return [...simulateFailures(posed, assignment, describePlan(posed, assignment))];
}

function lossOf(name: string, posed: PlacementProblem): Failure {
  const failure = failuresOf(posed).find((each) => each.name === name);
  if (failure === undefined) {
    throw new Error(`nothing named ${name} is lost`);
  }
  return failure;
}

/** Nothing moves before anything is lost. */
const still = { objectives: ["place", "control-plane", "disruption", "balance"] } as const;

test("each sort of pod has its own fate", () => {
  const rows = [
    workload("agent", { mode: "perNode", requests: { cpuMilli: 0 } }),
    workload("bound", { mode: "fixed", fixedBecause: "its data is there", requests: { cpuMilli: 0 }, current: { a: 1 } }),
    workload("free", { current: { a: 1 } }),
    workload("strict", { tier: 3, pin: "strict", requests: { cpuMilli: 0 }, current: { a: 1 } }),
  ];
  const nodes = [node("a", { capabilities: { disk: "ssd" } }), node("b"), node("c", { allocatable: { cpuMilli: 500 } })];
  expect(lossOf("a", problem(nodes, rows, still))).toEqual({
    kind: "node",
    name: "a",
    nodes: ["a"],
    pods: 4,
    daemonPods: 1,
    controlPlaneWorks: true,
    survives: [{ namespace: "apps", name: "free", tier: 2, pods: 1, to: ["b"] }],
    makesRoom: [],
    helpless: [],
    waits: [{ namespace: "apps", name: "strict", tier: 3, pods: 1, blockedBy: ["affinity: b, c"] }],
    lost: [{ namespace: "apps", name: "bound", tier: 2, pods: 1, because: "its data is there" }],
    fullest: { node: "b", resource: "cpu", requested: 1000, allocatable: 4000 },
  });
});

test("what runs elsewhere stays, though another place would now be better", () => {
  const rows = Array.from({ length: 6 }, (_, i) => workload(`w${i}`, { requests: { cpuMilli: 600 }, current: { [i < 3 ? "b" : "c"]: 1 } }));
  const failure = lossOf("a", problem([node("a"), node("b"), node("c")], [...rows, workload("lost", { current: { a: 1 } })], still));
  expect(failure.makesRoom).toEqual([]);
  expect(failure.survives.map(({ name, pods }) => [name, pods])).toEqual([["lost", 1]]);
});

test("a lower tier makes room for a higher one and waits when there is none for it", () => {
  const rows = [
    workload("urgent", { tier: 0, requests: { cpuMilli: 3000 }, current: { a: 1 } }),
    workload("spare", { tier: 4, requests: { cpuMilli: 3000 }, current: { b: 1 } }),
  ];
  const failure = lossOf("a", problem([node("a"), node("b")], rows));
  expect(failure.survives.map(({ name, to }) => [name, to])).toEqual([["urgent", ["b"]]]);
  expect(failure.waits).toEqual([{ namespace: "apps", name: "spare", tier: 4, pods: 1, blockedBy: ["cpu: b"] }]);
});

test("a pod that can run elsewhere makes room for one that cannot", () => {
  const ssd = { capabilities: { disk: "ssd" } };
  const rows = [
    workload("picky", { requires: [{ key: "disk", operator: "Exists" }], requests: { cpuMilli: 3000 }, current: { a: 1 } }),
    workload("easy", { requests: { cpuMilli: 2000 }, current: { b: 1 } }),
  ];
  const failure = lossOf("a", problem([node("a", ssd), node("b", ssd), node("c")], rows, still));
  expect(failure.makesRoom).toEqual([{ namespace: "apps", name: "easy", tier: 2, pods: 1, from: ["b"], to: ["c"] }]);
  expect(failure.survives.map(({ name, to }) => [name, to])).toEqual([["picky", ["b"]]]);
});

test("a target does not keep a pod from its failover nodes", () => {
  const preferred = workload("w", { target: [{ key: "disk", operator: "Exists" }], current: { a: 1 } });
  expect(lossOf("a", problem([node("a", { capabilities: { disk: "ssd" } }), node("b")], [preferred])).survives).toHaveLength(1);
});

test("nothing is scheduled once half of the control planes are gone", () => {
  const taints = [{ key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" as const }];
  const controlPlanes = ["cp1", "cp2"].map((name) => node(name, { controlPlane: true, taints }));
  const core = workload("core", { core: true, tolerations: [{ operator: "Exists" }], current: { cp1: 1 } });
  const two = lossOf("cp1", problem([...controlPlanes, node("w1")], [core, workload("w", { current: { w1: 1 } })]));
  expect(two).toMatchObject({ controlPlaneWorks: false, pods: 1, survives: [], lost: [] });
  expect(two.waits).toEqual([
    { namespace: "apps", name: "core", tier: 2, pods: 1, blockedBy: ["control plane: too few are left to schedule anything"] },
  ]);
  expect(two.fullest).toEqual({ node: "w1", resource: "cpu", requested: 1000, allocatable: 4000 });
  const three = lossOf("cp1", problem([...controlPlanes, node("cp3", { controlPlane: true, taints })], [core]));
  expect(three).toMatchObject({ controlPlaneWorks: true, waits: [] });
  expect(lossOf("w1", problem([...controlPlanes, node("w1")], [core])).controlPlaneWorks).toBe(true);
});

test("a control plane that takes ordinary workloads counts for the majority too", () => {
  const open = ["a", "b"].map((name) => node(name, { runsControlPlane: true }));
  expect(lossOf("a", problem([...open, node("w")], [])).controlPlaneWorks).toBe(false);
  expect(lossOf("a", problem([...open, node("c", { runsControlPlane: true })], [])).controlPlaneWorks).toBe(true);
});

test("of the last node nothing is left", () => {
  const failure = lossOf("a", problem([node("a")], [workload("w", { current: { a: 1 } })]));
  expect(failure.waits).toHaveLength(1);
  expect(failure).not.toHaveProperty("fullest");
});

test("a pod that has no node by the plan does not wait because of a failure", () => {
  const rows = [workload("huge", { requests: { cpuMilli: 99_000 } }), workload("w", { current: { a: 1 } })];
  expect(lossOf("a", problem([node("a"), node("b")], rows)).waits).toEqual([]);
});

test("every pod of a lost node is accounted for, once", () => {
  fc.assert(
    fc.property(arbitraryProblem, (posed) => {
      for (const { pods, daemonPods, survives, waits, lost } of failuresOf(posed)) {
        const sum = (rows: readonly { readonly pods: number }[]): number => rows.reduce((total, row) => total + row.pods, 0);
        expect(sum(survives) + sum(lost) + daemonPods).toBeLessThanOrEqual(pods);
        // A pod of another node that loses its place to a more important one waits as well.
        expect(sum(survives) + sum(waits) + sum(lost) + daemonPods).toBeGreaterThanOrEqual(pods);
      }
    }),
    { numRuns: 60 },
  );
});
