import { moveFlow, pairsOf } from "./move-flow";

const move = (name: string, from: string, to: string, pods: number) => ({ namespace: "apps", name, from, to, pods });

test("pairs are sorted by name, with all that moves between them", () => {
  const moves = [move("x", "b", "a", 1), move("y", "a", "c", 2), move("z", "a", "b", 3), move("w", "a", "c", 4)];
  expect(pairsOf(moves).map(({ from, to, pods, moves: of }) => [from, to, pods, of.map(({ name }) => name)])).toEqual([
    ["a", "b", 3, ["z"]],
    ["a", "c", 6, ["y", "w"]],
    ["b", "a", 1, ["x"]],
  ]);
});

function thicknesses(svg: string): number[] {
  return [...svg.matchAll(/stroke-width="([\d.]+)"/g)].map(([, value]) => Number(value));
}

test("a band is as thick as pods move", () => {
  expect(thicknesses(moveFlow(pairsOf([move("x", "a", "b", 1), move("y", "a", "c", 4)])))).toEqual([9, 36]);
});

test("many pods share the height that there is, and one among them can still be seen", () => {
  expect(thicknesses(moveFlow(pairsOf([move("x", "a", "b", 1), move("y", "a", "c", 999)])))).toEqual([1.5, 239.8]);
});

test("nodes stand on the side of what they lose or gain, with their pods", () => {
  const svg = moveFlow(pairsOf([move("x", "a", "b", 1), move("y", "b", "a", 2)]));
  const labels = [...svg.matchAll(/<text x="(\d+)"[^>]*>([^<]*)<\/text>/g)].map(([, x, text]) => [x, text]);
  expect(labels.filter(([, text]) => text?.includes("(") === true)).toEqual([
    ["13", "a (1)"],
    ["13", "b (2)"],
    ["347", "a (2)"],
    ["347", "b (1)"],
  ]);
});
