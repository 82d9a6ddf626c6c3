import type { PlacementNode, PlacementProblem } from "../../infra/placement/problem";
import { schedulerInstance } from "./instance";
import { outcomeOf } from "./outcome";

const gibibyte = 1024 ** 3;

function node(name: string): PlacementNode {
  return {
    name,
    allocatable: { cpuMilli: 4000, memoryBytes: 16 * gibibyte, pods: 110, extended: {} },
    labels: {},
    taints: [],
    controlPlane: false,
    power: { idleWatts: 10, fullWatts: 50 },
    host: name,
    capabilities: {},
  };
}

const [base] = schedulerInstance({ nodes: 3, pods: 10, family: "basic", seed: 1 }).workloads;
const problem: PlacementProblem = {
  stack: "s",
  nodes: ["a", "b", "c"].map(node),
  workloads:
    base === undefined
      ? []
      : [{ ...base, id: "apps/w", replicas: 5, requests: { cpuMilli: 1000, memoryBytes: 5 * gibibyte, extended: {} } }],
  objectives: ["place"],
  ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 85 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
};

it("measures a placement", () => {
  const placed = new Map([
    [
      "apps/w",
      new Map([
        ["a", 3],
        ["b", 1],
      ]),
    ],
  ]);
  expect(outcomeOf(problem, placed)).toEqual({
    pods: 5,
    placed: 4,
    emptyNodes: 1,
    meanCpuShare: 0.5,
    cpuDeviation: 0.25,
    // 15 of 16 GiB on a.
    overCeiling: 1,
    // 1 GiB of 16 is just enough to count as free.
    strandedShare: 0,
    watts: 10 + 40 * 0.75 + 10 + 40 * 0.25,
  });
});

it("counts as stranded the free CPU of nodes without memory", () => {
  const workloads = problem.workloads.map((workload) => ({ ...workload, requests: { ...workload.requests, memoryBytes: 5.2 * gibibyte } }));
  const placed = new Map([["apps/w", new Map([["a", 3]])]]);
  // 1 of 9 free cores.
  expect(outcomeOf({ ...problem, workloads }, placed).strandedShare).toBeCloseTo(1 / 9, 12);
});

it("has no DaemonSets in its instances, and what they take off every node", () => {
  const { nodes, workloads } = schedulerInstance({ nodes: 5, pods: 20, family: "mixed", seed: 1 });
  expect(workloads.filter(({ mode }) => mode !== "replicas")).toEqual([]);
  expect(workloads.filter(({ colocateWith }) => colocateWith?.startsWith("kube-system/") === true)).toEqual([]);
  expect(nodes[0]?.allocatable).toMatchObject({ cpuMilli: 31_500 - 8 * 50, pods: 102 });
});
