import { assign } from "../search/assign";
import type { PlacementProblem } from "../problem";
import { node, problem, workload } from "../testing/problems";
import { oneMoreNode, type OneMoreNode } from "./one-more-node";

const pool = "berth.dev/pool";

function tried(posed: PlacementProblem): readonly OneMoreNode[] | undefined {
  return oneMoreNode(posed, assign(posed));
}

const card = node("card", { capabilities: { [pool]: "gpu" }, allocatable: { extended: { "nvidia.com/gpu": 1 } } });
const nodes = [node("a"), node("b"), card];
const llm = (replicas: number): ReturnType<typeof workload> =>
  workload("llm", { replicas, requests: { cpuMilli: 100, memoryBytes: 0, extended: { "nvidia.com/gpu": 1 } } });

test("only the kind that has what is missing helps, and it is told how far", () => {
  expect(tried(problem(nodes, [llm(2)]))).toEqual([{ like: "card", pool: "gpu", shortfalls: [{ name: "place", now: 1, then: 0 }] }]);
  expect(tried(problem(nodes, [llm(3)]))).toEqual([{ like: "card", pool: "gpu", shortfalls: [{ name: "place", now: 2, then: 1 }] }]);
});

test("nothing is tried when nothing is missing; nothing helps what no node can take", () => {
  expect(tried(problem(nodes, [llm(1)]))).toBeUndefined();
  expect(tried(problem(nodes, [workload("w", { requests: { cpuMilli: 9000 } })]))).toEqual([]);
});

test("what helps the most comes first; equal machines are one kind, and control planes are none", () => {
  const large = node("large", { allocatable: { cpuMilli: 8000 } });
  const plane = node("plane", { controlPlane: true });
  const posed = problem([plane, node("a"), node("b"), large], [workload("w", { replicas: 7, requests: { cpuMilli: 4000 } })]);
  expect(tried(posed)?.map(({ like, shortfalls }) => [like, shortfalls])).toEqual([
    [
      "large",
      [
        { name: "place", now: 2, then: 0 },
        { name: "ceilings", now: 750, then: 900 },
      ],
    ],
    [
      "a",
      [
        { name: "place", now: 2, then: 1 },
        { name: "ceilings", now: 750, then: 900 },
      ],
    ],
  ]);
});

test("room under the ceilings, and room for what a loss leaves", () => {
  const half = workload("w", { replicas: 2, requests: { cpuMilli: 3800 } });
  const posed = problem([node("a"), node("b")], [half], { objectives: ["place", "survive-loss", "ceilings", "balance"] });
  expect(tried(posed)).toEqual([
    {
      like: "a",
      shortfalls: [
        { name: "survive-loss", now: 2, then: 0 },
        { name: "ceilings", now: 200, then: 200 },
      ],
    },
  ]);
  expect(tried(problem([node("a")], [workload("w", { replicas: 2, requests: { cpuMilli: 1800 } })]))).toEqual([
    { like: "a", shortfalls: [{ name: "ceilings", now: 50, then: 0 }] },
  ]);
});
