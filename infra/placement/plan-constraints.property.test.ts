import fc from "fast-check";
import { checkPlan } from "./check/check-plan";
import { plan } from "./plan";
import { assign, podsPerNode } from "./search/assign";
import { arbitraryProblem } from "./testing/problems";
import { withAndWithoutSolver } from "./testing/with-and-without-solver";
import { limitMoves } from "./what-if/limit-moves";

describe.each(withAndWithoutSolver)("%s", (_, load) => {
  test("no plan breaks a hard constraint, by the independent checker", async () => {
    const solver = await load();
    fc.assert(
      fc.property(arbitraryProblem, (posed) => {
        expect(checkPlan(posed, plan(posed, solver), podsPerNode(assign(posed, solver)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("no plan with a limit on moves moves more pods than that", async () => {
    const solver = await load();
    fc.assert(
      fc.property(arbitraryProblem, fc.integer({ min: 0, max: 4 }), (posed, maxMoves) => {
        const { model, state } = assign(limitMoves(posed, maxMoves), solver);
        expect(model.workloads.reduce((sum, __, w) => sum + state.moved(w), 0)).toBeLessThanOrEqual(maxMoves);
      }),
      { numRuns: 40 },
    );
  });
});
