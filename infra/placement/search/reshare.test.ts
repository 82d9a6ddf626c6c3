import fc from "fast-check";
import { reshare, resharing } from "./reshare";
import { costOf, type Sharing, usedBy } from "./sharing";

/** Six nodes of 10 with five pods of 4, 3, 2, 1 and 0 each, one node further than where they are cheapest. */
const pods = 30;
const sharing: Sharing = {
  pods,
  nodes: 6,
  width: 1,
  requests: Float64Array.from({ length: pods }, (_, pod) => 4 - Math.floor(pod / 6)),
  costs: Float64Array.from({ length: pods * 6 }, (_, e) => (Math.floor(e / 6) % 6 === e % 6 ? 100 : 200)),
  used: new Float64Array(6),
  limits: new Float64Array(6).fill(10),
  squares: new Float64Array(6),
};
const shifted = Int32Array.from({ length: pods }, (_, pod) => (pod + 1) % 6);
const home = Int32Array.from({ length: pods }, (_, pod) => pod % 6);

test("full nodes: pods find back to where they are cheapest, though no single one can move", () => {
  expect(reshare(sharing, shifted, 500_000)).toEqual(home);
  expect(resharing(2_000)(sharing, shifted)).toEqual(home);
});

test("without evaluations everything stays", () => {
  expect(reshare(sharing, shifted, 0)).toEqual(shifted);
});

test("limits that the start exceeds are kept to where that is possible", () => {
  const roomy = { ...sharing, limits: Float64Array.of(8, 10, 10, 12, 10, 10) };
  expect([...usedBy(roomy, shifted)]).toEqual([10, 10, 10, 10, 10, 10]);
  expect([...usedBy(roomy, reshare(roomy, shifted, 500_000))]).toEqual([8, 10, 10, 12, 10, 10]);
  const tight = { ...sharing, limits: Float64Array.of(5, 10, 10, 10, 10, 10) };
  expect([...usedBy(tight, reshare(tight, shifted, 500_000))]).toEqual([10, 10, 10, 10, 10, 10]);
});

test("it is never dearer than the start, and the same every time", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: pods * 6, maxLength: pods * 6 }), (costs) => {
      const any = { ...sharing, costs: Float64Array.from(costs) };
      const found = reshare(any, shifted, 20_000);
      expect(costOf(any, found)).toBeLessThanOrEqual(costOf(any, shifted));
      expect(reshare(any, shifted, 20_000)).toEqual(found);
    }),
    { numRuns: 10 },
  );
});
