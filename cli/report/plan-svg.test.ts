import { renderPlanSvg } from "./plan-svg";
import { smallPlan } from "./testing/small-plan";

test("every node has a bar before and a bar after for each resource", () => {
  const svg = renderPlanSvg(smallPlan);
  expect(svg.match(/class="before"/g)).toHaveLength(4);
  expect(svg.match(/class="after"/g)).toHaveLength(3);
  expect(svg.match(/class="crowded"/g)).toHaveLength(1);
});

test("bars are as long as their share", () => {
  expect(renderPlanSvg(smallPlan)).toContain('<rect class="before" x="244" y="80" width="408.5" height="10" rx="2"/>');
});

test("names are escaped", () => {
  expect(renderPlanSvg({ ...smallPlan, stack: "a<b" })).toContain("a&lt;b");
});

test("the same plan gives the same picture", () => {
  expect(renderPlanSvg(smallPlan)).toBe(renderPlanSvg(smallPlan));
});
