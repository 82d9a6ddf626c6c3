import fc from "fast-check";
import { KeyIndex } from "./key-index";
import { PodTable } from "./pod-table";
import { SparseCounts } from "./sparse-counts";

const runs = { numRuns: 100, seed: Number(process.env["BERTH_PROPERTY_SEED"] ?? 1) };

test("keys are numbered in the order in which they come, however many", () => {
  const index = new KeyIndex(2);
  const keys = Array.from({ length: 1000 }, (_, i) => (i * 750_000) % (2 ** 31 - 1));
  expect(keys.map((key) => index.claim(key))).toEqual([...keys.keys()]);
  expect([index.size, index.find(keys[700] ?? -1), index.key(700), index.find(3)]).toEqual([1000, 700, keys[700], -1]);
});

test("counts are 0 until something is added", () => {
  const counts = new SparseCounts();
  expect([counts.get(7), counts.add(7, 2), counts.add(2 ** 31 - 1, 1), counts.add(7, -1), counts.get(7)]).toEqual([0, 2, 1, 1, 1]);
});

describe("a table of pods", () => {
  test("knows the same as a table of all pairs", () => {
    const change = fc.record({ w: fc.nat(5), n: fc.nat(6), adds: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const table = new PodTable(6, 7, 1);
        const dense = Array.from({ length: 6 }, () => Array.from({ length: 7 }, () => 0));
        for (const { w, n, adds } of changes) {
          const row = dense[w] ?? [];
          const pods = row[n] ?? 0;
          if (adds || pods > 0) {
            row[n] = pods + (adds ? 1 : -1);
            table.change(w, n, adds ? 1 : -1);
          }
        }
        const positive = (counts: readonly number[]): number[] => counts.flatMap((pods, i) => (pods > 0 ? [i] : []));
        expect(dense.map((row, w) => row.map((_, n) => table.count(w * 7 + n)))).toEqual(dense);
        expect(dense.map((_, w) => table.nodesOf(w))).toEqual(dense.map(positive));
        expect(dense.map((_, w) => table.nodeCount(w))).toEqual(dense.map((row) => positive(row).length));
        expect(dense[0]?.map((_, n) => table.workloadsOn(n))).toEqual(dense[0]?.map((_, n) => positive(dense.map((row) => row[n] ?? 0))));
      }),
      runs,
    );
  });

  test("keeps what it is compared with while it grows", () => {
    const table = new PodTable(100, 100, 1);
    for (let key = 0; key < 5000; key++) {
      table.setReference(Math.floor(key / 100), key % 100, key % 9);
    }
    expect(Array.from({ length: 5000 }, (_, key) => table.reference(key))).toEqual(Array.from({ length: 5000 }, (_, key) => key % 9));
  });

  test("takes what there is as the reference", () => {
    const table = new PodTable(2, 2, 1);
    table.change(1, 1, 1);
    table.takeReference();
    table.change(1, 1, -1);
    expect([table.count(3), table.reference(3), table.nodesOf(1)]).toEqual([0, 1, []]);
  });

  test("tells pods beyond the reference from those that are back, and which rows lack any", () => {
    const change = fc.record({ n: fc.nat(3), adds: fc.boolean() });
    const few = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2));
    fc.assert(
      fc.property(few, fc.array(change, { maxLength: 30 }), fc.array(change, { maxLength: 30 }), (reference, first, second) => {
        const table = new PodTable(2, 4, 1);
        const pods = [0, 0, 0, 0];
        let compared: readonly number[] = reference;
        const make = (changes: readonly { readonly n: number; readonly adds: boolean }[]): void => {
          for (const { n, adds } of changes) {
            const before = pods[n] ?? 0;
            if (adds || before > 0) {
              pods[n] = before + (adds ? 1 : -1);
              expect(table.change(1, n, adds ? 1 : -1)).toBe(Math.min(before, pods[n]) >= (compared[n] ?? 0));
            }
            expect(pods.map((_, each) => table.isShort(1, each))).toEqual(pods.map((count, each) => count < (compared[each] ?? 0)));
          }
        };
        reference.forEach((count, n) => {
          table.setReference(1, n, count);
        });
        make(first);
        table.takeReference();
        compared = [...pods];
        make(second);
      }),
      runs,
    );
  });

  test("refuses more pairs than it can number", () => {
    expect(() => new PodTable(500_000, 5_000, 1)).toThrow("500000 workloads on 5000 nodes are more pairs than 2^31");
  });
});
