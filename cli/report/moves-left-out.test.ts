import { stripVTControlCharacters } from "node:util";
import { renderPlanHtml } from "./html/plan-html";
import { leftOutRoutes, leftOutRows, leftOutTitle } from "./moves-left-out";
import { renderPlanMarkdown } from "./plan-markdown";
import { renderPlan } from "./plan-terminal";
import { assumedPlan, movesLeftOut } from "./testing/assumed-plan";

const page = { plan: assumedPlan, moves: [], doubts: [] };
const nothing = { moves: [], objectives: [] };

test("the moves of a limit that leaves some out stand together by their way, and the objectives side by side", () => {
  expect(leftOutTitle(movesLeftOut)).toBe("left out: 4 pods that would move without the limit");
  expect(leftOutRoutes(movesLeftOut)).toEqual([
    { route: "alpha → beta", workloads: ["ai/llm ×2", "media/sonarr"] },
    { route: "beta → alpha", workloads: ["core/dns"] },
  ]);
  expect(leftOutRows(movesLeftOut)).toEqual([
    ["left-behind", "2", "0"],
    ["balance", "900", "1200.50"],
  ]);
});

test("the terminal lists them after what moves", () => {
  expect(stripVTControlCharacters(renderPlan(assumedPlan, { movesLeftOut }))).toContain(`

left out: 4 pods that would move without the limit
  alpha → beta
    ai/llm ×2, media/sonarr
  beta → alpha
    core/dns

objective    with the limit  without it
left-behind               2           0
balance                 900     1200.50

`);
});

test("Markdown folds them away", () => {
  expect(renderPlanMarkdown(assumedPlan, { movesLeftOut })).toContain(`

<details><summary>Left out: 4 pods that would move without the limit</summary>

- alpha → beta: ai/llm ×2, media/sonarr
- beta → alpha: core/dns

</details>

| objective | with the limit | without it |
| --- | ---: | ---: |
| left-behind | 2 | 0 |
| balance | 900 | 1200.50 |

`);
});

test("the page has a section of them", () => {
  const html = renderPlanHtml({ ...page, movesLeftOut });
  expect(html).toContain("<h2>Left out</h2>");
  expect(html).toContain("Left out: 4 pods that would move without the limit");
  expect(html).toContain("ai/llm ×2, media/sonarr");
  expect(html).toContain("1200.50");
});

test("a limit that leaves nothing out changes no report", () => {
  expect(renderPlan(assumedPlan, { movesLeftOut: nothing })).toBe(renderPlan(assumedPlan));
  expect(renderPlanMarkdown(assumedPlan, { movesLeftOut: nothing })).toBe(renderPlanMarkdown(assumedPlan));
  expect(renderPlanHtml({ ...page, movesLeftOut: nothing })).toBe(renderPlanHtml(page));
});
