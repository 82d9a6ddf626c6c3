import { plan } from "../plan";
import type { ObjectiveName, PlacementNode, PlacementWorkload } from "../problem";
import { GiB, node, problem, workload } from "../testing/problems";

const power: readonly ObjectiveName[] = ["place", "control-plane", "ceilings", "watts", "disruption", "balance"];

function machine(name: string, cpuMilli: number, memoryGiB: number, idleWatts: number, fullWatts: number): PlacementNode {
  return node(name, { allocatable: { cpuMilli, memoryBytes: memoryGiB * GiB }, power: { idleWatts, fullWatts } });
}

function pods(count: number, cpuMilli: number, memoryGiB: number, prefix: string): readonly PlacementWorkload[] {
  return Array.from({ length: count }, (_, i) => workload(`${prefix}${i}`, { requests: { cpuMilli, memoryBytes: memoryGiB * GiB } }));
}

function awake(nodes: readonly PlacementNode[], workloads: readonly PlacementWorkload[]): readonly string[] {
  const { nodes: planned } = plan({ ...problem(nodes, workloads, { objectives: power }) });
  return planned.filter(({ watts }) => watts.after > 0).map(({ name }) => name);
}

test("one node that takes all replaces two that no single move and no drain can empty", () => {
  const nodes = [machine("a", 4000, 16, 20, 30), machine("b", 4000, 16, 20, 30), machine("c", 16_000, 64, 30, 60)];
  const running = pods(6, 1000, 4, "w").map((row, i) => ({ ...row, current: { [i < 3 ? "a" : "b"]: 1 } }));
  expect(awake(nodes, running)).toEqual(["c"]);
});

test("pods that need little CPU for their memory make way where CPU draws least", () => {
  const nodes = [machine("a", 8000, 32, 10, 20), machine("b", 8000, 32, 10, 50), machine("c", 8000, 32, 10, 50)];
  const workloads = [...pods(6, 200, 4, "big"), ...pods(6, 1000, 1, "busy")];
  const { nodes: planned } = plan(problem(nodes, workloads, { objectives: power }));
  expect(planned.map(({ cpu }) => cpu.afterMilli)).toEqual([6800, 400, 0]);
});

test("a node with a fixed pod, and a control plane, stay awake", () => {
  const nodes = [
    machine("a", 8000, 32, 30, 40),
    { ...machine("b", 8000, 32, 30, 40), runsControlPlane: true },
    machine("c", 8000, 32, 5, 40),
  ];
  const fixed = { ...workload("fixed", { current: { a: 1 } }), mode: "fixed" as const, fixedBecause: "its volume" };
  expect(awake(nodes, [fixed, ...pods(4, 500, 1, "w")])).toEqual(["a", "b"]);
});
