import { smallPlan } from "./testing/small-plan";
import { verdict } from "./verdict";

test("a plan that is not proven says how far its first objective in doubt may be from the best", () => {
  expect(verdict({ ...smallPlan, status: "feasible" })).toBe("feasible, balance proven to 10.0 %");
});

test("one that is proven, or leaves something out, says just that", () => {
  expect(verdict({ ...smallPlan, status: "optimal" })).toBe("proven optimal");
  expect(verdict(smallPlan)).toBe("infeasible");
});
