import type { NodeMemoryLimits } from "../../infra/stack/memory-limits";
import { memoryLimitRows, memoryLimitSentences } from "./memory-limits";

function node(name: string, before: number, after: number, change: Partial<NodeMemoryLimits> = {}): NodeMemoryLimits {
  return {
    node: name,
    allocatableBytes: 100,
    before: { limitBytes: before, unlimitedPods: 3 },
    after: { limitBytes: after, unlimitedPods: 2 },
    relievedBy: ["a/a", "b/b"],
    overcommits: [],
    ...change,
  };
}

test("nothing is said while every node has a reserve", () => {
  const nodes = [node("alpha", 90, 80)];
  expect([memoryLimitRows(nodes), memoryLimitSentences(nodes)]).toEqual([[], []]);
});

test("all nodes are shown when one has none", () => {
  expect(memoryLimitRows([node("alpha", 91, 80), node("beta", 10, 10)])).toEqual([
    ["alpha", "91 % → 80 %", "3 → 2"],
    ["beta", "10 %", "3 → 2"],
  ]);
});

test("what the plan does about it is told", () => {
  expect(memoryLimitSentences([node("alpha", 96, 80)])).toEqual([
    "alpha: its pods may use 96 % of its memory, above the 90 % that leave a reserve. The plan takes that to 80 %: a/a, b/b leave.",
  ]);
});

test("what is left to do names the workloads that are promised most", () => {
  const overcommits = ["a/a", "b/b", "c/c", "d/d"].map((workload) => ({ workload, pods: 1, excessBytes: 1024 ** 3 }));
  expect(memoryLimitSentences([node("alpha", 50, 95, { overcommits })])).toEqual([
    "alpha: with the plan its pods may use 95 % of its memory, above the 90 % that leave a reserve; when they do, some are evicted or killed. Most beyond requests: a/a (1.0 GiB), b/b (1.0 GiB), c/c (1.0 GiB) and 1 other. Lower these limits, or raise the requests, which the plan counts.",
  ]);
});
