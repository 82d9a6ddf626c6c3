import fc from "fast-check";
import { everyPlacement, ways } from "./exact/testing/every-placement";
import { assign } from "./search/assign";
import { arbitraryProblemUpTo } from "./testing/problems";

const runs = { numRuns: 150, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) };

test("on tiny clusters with every kind of constraint a plan leaves no pod out that some placement has a node for", () => {
  let incomplete = 0;
  const tiny = arbitraryProblemUpTo(3, 6).filter((posed) => ways(posed) <= 729);
  fc.assert(
    fc.property(tiny, (posed) => {
      const { model, state } = assign(posed);
      const left = model.workloads.flatMap(({ id }, w) => (model.movable[w] === 1 && state.unplaced(w) > 0 ? [id] : []));
      if (left.length > 0) {
        incomplete++;
        expect([left, everyPlacement(posed).length]).toEqual([left, 0]);
      }
    }),
    runs,
  );
  // The problems that are tried have to contain what the test is about.
  expect(incomplete).toBeGreaterThan(20);
});
