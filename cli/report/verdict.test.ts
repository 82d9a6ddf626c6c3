import { smallPlan } from "./testing/small-plan";
import { verdict } from "./verdict";

test("a plan that is not proven says how far its first objective in doubt may be from the best", () => {
  expect(verdict({ ...smallPlan, status: "feasible" })).toBe("feasible, balance within 10.0 % of the best possible");
  const unbounded = smallPlan.objectives.map((each) => ({ ...each, bound: 0, gap: each.value === 0 ? 0 : 1 }));
  const { name = "" } = unbounded.find(({ gap }) => gap > 0) ?? {};
  expect(verdict({ ...smallPlan, status: "feasible", objectives: unbounded })).toBe(`feasible, ${name} not proven to be the best possible`);
});

test("one that is proven, or leaves something out, says just that", () => {
  expect(verdict({ ...smallPlan, status: "optimal" })).toBe("proven optimal");
  expect(verdict(smallPlan)).toBe("infeasible");
});
