import { stripVTControlCharacters } from "node:util";
import { renderPlan } from "./plan-terminal";
import { smallPlan } from "./testing/small-plan";

function lines(text: string): string[] {
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.trimEnd());
}

test("the headline counts nodes, workloads, pods and moves", () => {
  expect(lines(renderPlan(smallPlan))[0]).toBe("garage  2 nodes, 3 workloads, 3 pods; 1 workload moves; infeasible");
});

test("each node shows its requests before and after, its pods and its watts", () => {
  const text = lines(renderPlan(smallPlan));
  expect(text.find((line) => line.startsWith("alpha"))?.replace(/\s+/g, " ")).toBe("alpha 95 % → 25 % ██······ 50 % ████···· 3 → 2 30 → 20");
  expect(text.find((line) => line.startsWith("all"))?.replace(/\s+/g, " ")).toBe("all 3 35");
});

test("what moves stands with its nodes and its reason, what stays with its failover", () => {
  const text = lines(renderPlan(smallPlan)).map((line) => line.replace(/\s+/g, " "));
  expect(text).toContain("media/sonarr alpha beta moves to beta: alpha is for the core | crowded");
  expect(text).toContain("core/dns ×2 alpha beta");
});

test("what cannot be placed shows what blocks it and what would help", () => {
  const text = renderPlan(smallPlan);
  expect(stripVTControlCharacters(text)).toContain("Cannot be placed:\n  ai/llm: 1 pod without a node\n    blocked by memory on alpha, beta\n    fix: 1024 MiB more memory on beta");
});

test("a plan in which nothing moves says so", () => {
  const still = { ...smallPlan, unplaced: [], workloads: smallPlan.workloads.map((workload) => ({ ...workload, moved: false })) };
  expect(renderPlan(still)).toContain("Nothing moves.");
  expect(renderPlan(still)).not.toContain("Cannot be placed");
});
