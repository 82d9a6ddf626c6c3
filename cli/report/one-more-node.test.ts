import { stripVTControlCharacters } from "node:util";
import type { OneMoreNode } from "../../infra/placement/what-if/one-more-node";
import { renderPlanHtml } from "./html/plan-html";
import { oneMoreNodeSentences } from "./one-more-node";
import { renderPlanMarkdown } from "./plan-markdown";
import { renderPlan } from "./plan-terminal";
import { smallPlan } from "./testing/small-plan";

const card: OneMoreNode = { like: "card", pool: "gpu", shortfalls: [{ name: "place", now: 3, then: 1 }] };
const large: OneMoreNode = {
  like: "large",
  shortfalls: [
    { name: "survive-loss", now: 21, then: 0 },
    { name: "ceilings", now: 125, then: 125 },
  ],
};

const ofCard = "With one more node like card (pool gpu): 1 pod without a node (now 3).";

test("a sentence for each of the two kinds that help the most", () => {
  expect(oneMoreNodeSentences([card, large, card])).toEqual([
    ofCard,
    "With one more node like large: 0 pods waiting after losses of nodes (now 21); 12.5 % of a node above ceilings (as now).",
  ]);
});

test("one that nothing helps, and none that nothing was tried", () => {
  expect(oneMoreNodeSentences([])).toEqual(["One more node like any of the workers that there are would not help."]);
  expect(oneMoreNodeSentences(undefined)).toEqual([]);
});

test("it stands in every report but the picture", () => {
  const oneMoreNode = [card];
  expect(stripVTControlCharacters(renderPlan(smallPlan, { oneMoreNode }))).toContain(`\n\n${ofCard}\n\n`);
  expect(renderPlanMarkdown(smallPlan, { oneMoreNode })).toContain(`\n\n${ofCard}\n`);
  const page = { plan: smallPlan, moves: [], doubts: [] };
  expect(renderPlanHtml({ ...page, oneMoreNode })).toContain(`<p>${ofCard}</p>`);
  expect(renderPlanHtml(page)).not.toContain("one more node");
});
