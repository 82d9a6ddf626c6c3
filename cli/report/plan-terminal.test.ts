import { stripVTControlCharacters } from "node:util";
import { renderPlan } from "./plan-terminal";
import { smallPlan } from "./testing/small-plan";

const sonarr = smallPlan.workloads.find(({ name }) => name === "sonarr");
if (sonarr === undefined) {
  throw new Error("the small plan has a workload sonarr");
}

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
  expect(text.find((line) => line.startsWith("alpha"))?.replace(/\s+/g, " ")).toBe(
    "alpha 95 % → 25 % ██······ 50 % ████···· 3 → 2 30 → 20",
  );
  expect(text.find((line) => line.startsWith("all"))?.replace(/\s+/g, " ")).toBe("all 3 35");
});

test("what moves the same way for the same reason is one paragraph", () => {
  const radarr = { ...sonarr, name: "radarr" };
  const text = stripVTControlCharacters(renderPlan({ ...smallPlan, workloads: [radarr, sonarr] }));
  expect(text).toContain("moves\n  alpha → beta\n    media/radarr, media/sonarr\n    moves to beta: alpha is for the core | crowded\n");
});

test("long lists are wrapped", () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ ...sonarr, name: `application-${index}` }));
  const text = stripVTControlCharacters(renderPlan({ ...smallPlan, workloads: many }));
  expect(
    Math.max(
      ...text
        .slice(text.indexOf("moves\n"))
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(120);
  expect(text).toContain("media/application-4,\n    media/application-5");
});

test("what stays is listed with its failover, and apart from it what starts", () => {
  const fresh = { ...sonarr, moved: false, before: [] };
  const text = lines(renderPlan({ ...smallPlan, workloads: [...smallPlan.workloads, fresh] })).map((line) => line.replace(/\s+/g, " "));
  expect(text.slice(text.indexOf("starts on fails over to"))).toEqual(
    expect.arrayContaining(["media/sonarr beta alpha", "stays on fails over to", "core/dns ×2 alpha beta"]),
  );
  expect(text.indexOf("media/sonarr beta alpha")).toBeLessThan(text.indexOf("stays on fails over to"));
  expect(text[0]).toContain("; 1 workload starts, 1 workload moves; ");
});

test("what cannot be placed shows what blocks it and what would help", () => {
  const text = renderPlan(smallPlan);
  expect(stripVTControlCharacters(text)).toContain(
    "Cannot be placed:\n  ai/llm: 1 pod without a node\n    blocked by memory on alpha, beta\n    fix: 1024 MiB more memory on beta\n    has no node\n",
  );
});

test("a plan in which nothing moves says so", () => {
  const still = { ...smallPlan, unplaced: [], workloads: smallPlan.workloads.map((workload) => ({ ...workload, moved: false })) };
  expect(renderPlan(still)).toContain("Nothing moves.");
  expect(renderPlan(still)).not.toContain("Cannot be placed");
});

test("what the constraints cannot promise stands under what would make it sure", () => {
  const doubts = [
    { path: "workloads[a/b]", message: "may lose", fix: "pin it" },
    { path: "workloads[c/d]", message: "may lose too", fix: "pin it" },
  ];
  expect(stripVTControlCharacters(renderPlan(smallPlan, { doubts }))).toContain(
    "kube-scheduler may choose otherwise\n  a/b: may lose\n  c/d: may lose too\n    fix: pin it\n",
  );
  expect(renderPlan(smallPlan)).not.toContain("otherwise");
});
