import { anneal } from "./anneal";
import type { Sharing } from "./sharing";

/** Six pods on two nodes of 10; only 4 + 3 + 3 fills the cheap one. */
const sharing: Sharing = {
  pods: 6,
  nodes: 2,
  width: 1,
  requests: Float64Array.of(6, 4, 3, 3, 2, 1),
  costs: Float64Array.of(6, 12, 4, 20, 3, 15, 3, 15, 2, 4, 1, 2),
  used: Float64Array.of(0, 0),
  limits: Float64Array.of(10, 10),
  squares: Float64Array.of(0, 0),
};

test("the cheapest sharing within the limits, also from one that exceeds them", () => {
  expect(anneal(sharing, Int32Array.of(0, 0, 0, 0, 0, 0), 5_000)).toEqual(Int32Array.of(1, 0, 0, 0, 1, 1));
  expect(anneal(sharing, Int32Array.of(0, 1, 1, 1, 0, 0), 5_000)).toEqual(Int32Array.of(1, 0, 0, 0, 1, 1));
});

test("nothing where pods exceed every limit", () => {
  expect(anneal({ ...sharing, limits: Float64Array.of(8, 8) }, new Int32Array(6), 5_000)).toBeUndefined();
});

test("a pod never goes where it cannot be", () => {
  const costs = Float64Array.from(sharing.costs, (cost, e) => (e === 2 ? Number.POSITIVE_INFINITY : cost));
  expect(anneal({ ...sharing, costs }, Int32Array.of(0, 1, 0, 1, 0, 1), 5_000)?.[1]).toBe(1);
});

test("squares even the use out", () => {
  const even = { ...sharing, costs: new Float64Array(12), limits: Float64Array.of(20, 20), squares: Float64Array.of(1, 1) };
  const shares = anneal(even, new Int32Array(6), 5_000) ?? new Int32Array(0);
  const first = shares.reduce((sum, n, pod) => sum + (n === 0 ? (sharing.requests[pod] ?? 0) : 0), 0);
  expect([9, 10]).toContain(first);
});

test("from a good start, it is within the limits and no dearer", () => {
  const start = Int32Array.of(1, 0, 0, 0, 1, 1);
  expect(anneal(sharing, start, 5_000)).toEqual(start);
});
