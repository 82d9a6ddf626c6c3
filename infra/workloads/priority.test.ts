import { priorities, priorityOfTier, tierNumber } from "./priority";
import { tierNames } from "./schema";

describe("priorities", () => {
  it("are seed 001's, the most important first", () => {
    expect(priorities.map(({ name, value }) => [name, value])).toEqual([
      ["0-core", 900_000],
      ["1-cluster", 700_000],
      ["2-gpu", 500_000],
      ["3-edge", 300_000],
      ["4-aux", 200_000],
    ]);
    expect(tierNames.map(tierNumber)).toEqual([0, 1, 2, 3, 4]);
  });

  it("are ones that the API server accepts", () => {
    for (const { name, value } of priorities) {
      expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      expect(name).not.toMatch(/^system-/);
      expect(value).toBeLessThanOrEqual(1_000_000_000);
    }
    expect(new Set(priorities.map(({ value }) => value)).size).toBe(tierNames.length);
    expect(priorityOfTier["2-gpu"]).toEqual({ name: "2-gpu", value: 500_000, description: "Workloads that need a graphics card" });
  });
});
