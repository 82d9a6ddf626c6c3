import { growthExponent, linearithmicExponent } from "./growth";

test("the exponent of a power is found", () => {
  const points = [1, 2, 4, 8].map((size) => ({ size, cost: 3 * size ** 1.5 }));
  expect(growthExponent(points)).toBeCloseTo(1.5, 10);
});

test("one size has none", () => {
  expect(growthExponent([{ size: 1000, cost: 2 }])).toBeUndefined();
});

test("n log n is a little more than n", () => {
  expect(linearithmicExponent(1000, 100_000)).toBeCloseTo(1.111, 3);
});
