import type { ObjectiveName } from "../problem";
import { GiB, node, problem, workload } from "../testing/problems";
import { assign, type Assignment, movedPods } from "./assign";

const wattsFirst: readonly ObjectiveName[] = ["place", "control-plane", "ceilings", "watts", "disruption", "balance"];
const name = (i: number): string => `n${String(i).padStart(2, "0")}`;

/** Ten pods on each of 42 nodes, and on the last eight of 50 nodes one, two or three each: 1, 2, 3, 1, 2, 3, 1, 2. */
function crowdedAndSparse(maxMoves: number): Assignment {
  const nodes = Array.from({ length: 50 }, (_, i) => node(name(i)));
  const sparse = Array.from({ length: 8 }, (_, i) => Array.from({ length: 1 + (i % 3) }, () => name(42 + i))).flat();
  const homes = [...Array.from({ length: 420 }, (_, i) => name(Math.floor(i / 10))), ...sparse];
  const workloads = homes.map((home, i) =>
    workload(`w${String((i * 101) % homes.length).padStart(3, "0")}`, {
      requests: { cpuMilli: 100, memoryBytes: GiB / 8 },
      current: { [home]: 1 },
    }),
  );
  return assign(problem(nodes, workloads, { objectives: wattsFirst, maxMoves }));
}

const asleep = ({ model, state }: Assignment): readonly string[] =>
  model.nodes.flatMap(({ name: each }, n) => (state.busy[n] === 0 ? [each] : []));

describe("a limit on moves in a large problem", () => {
  test("is spent where each move gains most: on the nodes that few pods keep awake", () => {
    const three = crowdedAndSparse(3);
    expect([movedPods(three), asleep(three)]).toEqual([3, [name(42), name(45), name(48)]]);
  });

  test("is spent on what is left when the best is done", () => {
    const seven = crowdedAndSparse(7);
    expect([movedPods(seven), asleep(seven)]).toEqual([7, expect.arrayContaining([42, 45, 48].map(name))]);
    expect(asleep(seven)).toHaveLength(5);
  });

  test("of none moves nothing", () => {
    expect(movedPods(crowdedAndSparse(0))).toBe(0);
  });
});
