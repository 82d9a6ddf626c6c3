import { renderPlanMarkdown } from "./plan-markdown";
import { smallPlan } from "./testing/small-plan";

test("the whole report", () => {
  expect(renderPlanMarkdown(smallPlan)).toBe(`## Placement of \`garage\`: infeasible

| node | CPU requests | memory requests | pods | watts |
| --- | ---: | ---: | ---: | ---: |
| alpha | 95 % → 25 % | 50 % | 3 → 2 | 30 → 20 |
| beta | 0 % → 70 % | 0 % → 95 % | 0 → 1 | 5 → 15 |

<details><summary>1 workload moves</summary>

| workload | from | to | why |
| --- | --- | --- | --- |
| media/sonarr | alpha | beta | moves to beta: alpha is for the core \\| crowded |

</details>

### Cannot be placed

- **ai/llm**: 1 pod without a node
  - blocked by memory on alpha, beta
  - fix: 1024 MiB more memory on beta
  - has no node
`);
});

test("a plan in which nothing moves says so", () => {
  expect(renderPlanMarkdown({ ...smallPlan, workloads: [], unplaced: [] })).toContain("\n\nNothing moves.\n");
});

test("what starts has a list of its own, and a plan that is not proven says how far it is", () => {
  const workloads = smallPlan.workloads.map((workload) => ({ ...workload, moved: false, before: [] }));
  const text = renderPlanMarkdown({ ...smallPlan, status: "feasible", unplaced: [], workloads });
  expect(text).toContain("## Placement of `garage`: feasible, balance within 10.0 % of the best possible\n");
  expect(text).toContain("<details><summary>2 workloads start</summary>");
  expect(text).toContain("| core/dns ×2 | alpha | stays |");
});
