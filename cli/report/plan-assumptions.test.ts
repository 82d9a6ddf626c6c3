import { stripVTControlCharacters } from "node:util";
import { renderPlanMarkdown } from "./plan-markdown";
import { renderPlanSvg } from "./plan-svg";
import { renderPlan } from "./plan-terminal";
import { assumedPlan, comparison } from "./testing/assumed-plan";
import { smallPlan } from "./testing/small-plan";

test("the headline says what was assumed", () => {
  const [headline] = stripVTControlCharacters(renderPlan(assumedPlan)).split("\n");
  expect(headline).toBe("garage (without gamma; with at most 1 pod moved)  2 nodes, 3 workloads, 3 pods; 1 workload moves; infeasible");
  expect(renderPlanMarkdown(assumedPlan)).toContain("## Placement of `garage` (without gamma; with at most 1 pod moved): infeasible\n");
  expect(renderPlanSvg(assumedPlan)).toContain(">garage (without gamma; with at most 1 pod moved)</text>");
});

test("the terminal compares with the plan as things are, before the table of nodes", () => {
  const text = stripVTControlCharacters(renderPlan(assumedPlan, { comparison }));
  const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  expect(lines.slice(2, 9)).toEqual([
    "compared with the plan as things are now then",
    "watts 63 42",
    "pods moved 25 9",
    "pods without a node 1 3",
    "2 workloads on other nodes than without the assumptions.",
    "Without a node only then: ai/llm, media/tdarr.",
    "With a node only then: core/dns.",
  ]);
  expect(stripVTControlCharacters(renderPlan(smallPlan))).not.toContain("compared");
});

test("what is left behind is listed by node", () => {
  expect(stripVTControlCharacters(renderPlan(assumedPlan))).toContain(
    "left behind, running where they could not start again\n  alpha\n    core/dns ×2\n",
  );
  expect(renderPlanMarkdown(assumedPlan)).toContain(
    "### Left behind, running where they could not start again\n\n- core/dns ×2 on alpha\n",
  );
  expect(renderPlan(smallPlan) + renderPlanMarkdown(smallPlan)).not.toMatch(/left behind/i);
});

test("Markdown compares too", () => {
  expect(renderPlanMarkdown(assumedPlan, { comparison })).toContain(`
| compared with the plan as things are | now | then |
| --- | ---: | ---: |
| watts | 63 | 42 |
| pods moved | 25 | 9 |
| pods without a node | 1 | 3 |

2 workloads on other nodes than without the assumptions. Without a node only then: ai/llm, media/tdarr. With a node only then: core/dns.
`);
});
