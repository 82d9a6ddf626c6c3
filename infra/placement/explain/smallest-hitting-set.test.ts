import fc from "fast-check";
import { smallestHittingSet } from "./smallest-hitting-set";

const alike = (): number => 1;

test("one item that all sets have beats one of each", () => {
  expect(
    smallestHittingSet(
      [
        [0, 1],
        [1, 2],
        [1, 3],
      ],
      alike,
    ),
  ).toEqual([1]);
});

test("of as few items, the heaviest", () => {
  expect(smallestHittingSet([[0, 1, 2]], (item) => (item === 1 ? 5 : 1))).toEqual([1]);
  expect(
    smallestHittingSet(
      [
        [0, 1],
        [2, 3],
      ],
      (item) => item,
    ),
  ).toEqual([1, 3]);
});

test("no set needs no item", () => {
  expect(smallestHittingSet([], alike)).toEqual([]);
});

test("no smaller choice hits all sets, and none as small is heavier", () => {
  const items = 7;
  const arbitrarySets = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: items - 1 }), { minLength: 1, maxLength: 4 }), { maxLength: 8 });
  const arbitraryWeights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: items, maxLength: items });
  fc.assert(
    fc.property(arbitrarySets, arbitraryWeights, (sets, weights) => {
      const value = (chosen: readonly number[]): number =>
        1000 * chosen.length - chosen.reduce((sum, item) => sum + (weights[item] ?? 0), 0);
      const hits = (chosen: readonly number[]): boolean => sets.every((set) => set.some((item) => chosen.includes(item)));
      const choices = Array.from({ length: 2 ** items }, (_, bits) =>
        Array.from({ length: items }, (__, item) => item).filter((item) => (bits >> item) % 2 === 1),
      );
      const found = smallestHittingSet(sets, (item) => weights[item] ?? 0);
      expect(hits(found)).toBe(true);
      expect(value(found)).toBe(Math.min(...choices.filter(hits).map(value)));
    }),
  );
});
