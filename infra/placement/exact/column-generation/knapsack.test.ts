import fc from "fast-check";
import { bestPacking, type Dimension } from "./knapsack";

const curvatures = fc.constantFrom(0, 0.05, 0.5);

const knapsacks = fc.integer({ min: 1, max: 7 }).chain((count) => {
  const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count });
  const dimension = fc
    .record({ weights, capacity: fc.integer({ min: 0, max: 25 }), start: fc.integer({ min: 0, max: 5 }), curvature: curvatures })
    .map((each): Dimension => ({ ...each, weights: Float64Array.from(each.weights) }));
  const profits = fc.array(fc.integer({ min: -5, max: 30 }), { minLength: count, maxLength: count });
  return fc.tuple(
    dimension,
    dimension,
    profits.map((each) => Float64Array.from(each)),
  );
});

function cost({ weights, start, curvature }: Dimension, items: readonly number[]): number {
  const load = items.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
  return curvature * ((start + load) ** 2 - start ** 2);
}

/** The value of every set of items that fits, by trying all. */
function everyValue(
  first: Dimension,
  second: Dimension,
  profits: Float64Array,
  keep: (items: readonly number[]) => boolean,
): readonly number[] {
  return Array.from({ length: 2 ** profits.length }, (_, code) => [...profits.keys()].filter((i) => Math.floor(code / 2 ** i) % 2 === 1))
    .filter((items) => [first, second].every(({ weights, capacity }) => items.reduce((sum, i) => sum + (weights[i] ?? 0), 0) <= capacity))
    .filter(keep)
    .map((items) => items.reduce((sum, i) => sum + (profits[i] ?? 0), 0) - cost(first, items) - cost(second, items));
}

test("the best of all packings, and no bound is below it however soon the search ends", () => {
  fc.assert(
    fc.property(knapsacks, fc.integer({ min: 0, max: 5 }), ([first, second, profits], steps) => {
      const best = Math.max(...everyValue(first, second, profits, () => true));
      const packing = bestPacking(first, second, profits, { steps: 10_000 });
      expect(packing.value).toBeCloseTo(best, 6);
      expect(packing.bound).toBeCloseTo(best, 6);
      expect(bestPacking(first, second, profits, { steps }).bound).toBeGreaterThanOrEqual(best - 1e-6);
      expect(bestPacking(first, second, profits, { steps: 10_000, precision: 3 }).bound).toBeGreaterThanOrEqual(best - 1e-6);
    }),
    { numRuns: 200 },
  );
});

test("with an item inside or outside, and a floor, no bound is below the best packing above the floor", () => {
  fc.assert(
    fc.property(knapsacks, fc.nat(6), fc.integer({ min: -10, max: 20 }), ([first, second, profits], item, floor) => {
      fc.pre(item < profits.length);
      for (const forced of [{ within: item }, { without: item }]) {
        const isInside = "within" in forced;
        const values = everyValue(first, second, profits, (items) => items.includes(item) === isInside);
        const best = Math.max(floor, ...values);
        expect(bestPacking(first, second, profits, { ...forced, floor, steps: 10_000 }).bound).toBeGreaterThanOrEqual(best - 1e-6);
      }
    }),
    { numRuns: 200 },
  );
});
