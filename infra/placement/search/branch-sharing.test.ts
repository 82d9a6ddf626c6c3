import fc from "fast-check";
import { branchSharing } from "./branch-sharing";
import { costOf, type Sharing } from "./sharing";

/** Six pods on two nodes of 10; only 4 + 3 + 3 fills the cheap one. */
const sharing: Sharing = {
  pods: 6,
  nodes: 2,
  width: 1,
  requests: Float64Array.of(6, 4, 3, 3, 2, 1),
  costs: Float64Array.of(60, 120, 40, 200, 30, 150, 30, 150, 20, 40, 10, 20),
  used: Float64Array.of(0, 0),
  limits: Float64Array.of(10, 10),
  squares: Float64Array.of(0, 0),
};
const plenty = 1_000_000;

test("the cheapest sharing, and that it is, also from one that exceeds the limits", () => {
  for (const start of [Int32Array.of(0, 0, 0, 0, 0, 0), Int32Array.of(0, 1, 1, 1, 0, 0)]) {
    const { shares, isBest } = branchSharing(sharing, start, 0.5, plenty);
    expect([shares, isBest]).toEqual([Int32Array.of(1, 0, 0, 0, 1, 1), true]);
  }
});

test("nothing from the cheapest one, and nothing where pods exceed every limit", () => {
  const best = branchSharing(sharing, Int32Array.of(1, 0, 0, 0, 1, 1), 0.5, plenty);
  expect([best.shares, best.isBest]).toEqual([undefined, true]);
  const full = branchSharing({ ...sharing, limits: Float64Array.of(8, 8) }, new Int32Array(6), 0.5, plenty);
  expect([full.shares, full.isBest]).toEqual([undefined, true]);
});

test("it stops when the evaluations are spent, and says so", () => {
  const stopped = branchSharing(sharing, Int32Array.of(0, 0, 0, 0, 0, 0), 0.5, 3);
  expect([stopped.isBest, stopped.evaluations]).toEqual([false, 4]);
});

/** Up to seven pods and three nodes of two resources, some of which a pod may not be on; with and without squares. */
const anySharing = fc.integer({ min: 1, max: 7 }).chain((pods) =>
  fc.integer({ min: 1, max: 3 }).chain((nodes) => {
    const table = (rows: number, columns: number, of: fc.Arbitrary<number>): fc.Arbitrary<Float64Array> =>
      fc.array(of, { minLength: rows * columns, maxLength: rows * columns }).map((figures) => Float64Array.from(figures));
    return fc.record({
      pods: fc.constant(pods),
      nodes: fc.constant(nodes),
      width: fc.constant(2),
      requests: table(pods, 2, fc.integer({ min: 0, max: 9 })),
      costs: table(
        pods,
        nodes,
        fc.oneof(
          { weight: 5, arbitrary: fc.integer({ min: 0, max: 99 }) },
          { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
        ),
      ),
      used: table(nodes, 2, fc.integer({ min: 0, max: 3 })),
      limits: table(nodes, 2, fc.integer({ min: 0, max: 25 })),
      squares: table(nodes, 2, fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 }))),
    });
  }),
);

/** Every pod on every node. */
function* everySharing({ pods, nodes }: Sharing): Generator<Int32Array> {
  for (let code = 0; code < nodes ** pods; code++) {
    yield Int32Array.from({ length: pods }, (_, pod) => Math.floor(code / nodes ** pod) % nodes);
  }
}

test("what it finds costs as little as the cheapest of all sharings", () => {
  fc.assert(
    fc.property(anySharing, (any) => {
      const start = new Int32Array(any.pods);
      const least = Math.min(...[...everySharing(any)].map((at) => costOf(any, at)));
      const { shares, isBest } = branchSharing(any, start, 0.5, plenty);
      expect(isBest).toBe(true);
      expect(costOf(any, shares ?? start)).toBe(least);
    }),
    { numRuns: 300 },
  );
});
