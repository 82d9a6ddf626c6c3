import { loadSolver } from "./bound";
import { bundledData, openDataSet } from "./data-set";
import { renderVerdict } from "./report";
import { runTrace } from "./run";

describe("the published runs", () => {
  it("are reproduced, and the bound is above them", async () => {
    const result = runTrace(openDataSet(bundledData), await loadSolver(), "default", 45, { online: ["fgd", "bestfit"], offline: false });
    expect(result.online.map(({ policy, allocation }) => [policy, allocation[100]])).toEqual([
      ["fgd", 95.38],
      ["bestfit", 92.93],
    ]);
    for (const { published } of result.online) {
      expect(published?.largestDifference).toBeLessThanOrEqual(0.011);
    }
    expect(renderVerdict([result])).toEqual({
      text: "2 of 2 published curves reproduced within 0.3 percentage points; largest difference 0.01.\n",
      holds: true,
    });
    expect(result.bound[100]).toBeGreaterThan(95.38);
    expect(result.bound[100]).toBeLessThan(98);
  });

  it("that are missed by more than 0.3 percentage points make the bench fail", () => {
    const online = {
      policy: "fgd",
      allocation: {},
      podsUnplaced: 0,
      seconds: 1,
      published: { allocation: {}, largestDifference: 0.31 },
    } as const;
    expect(renderVerdict([{ trace: "default", seed: 42, pods: 1, bound: {}, online: [online], offline: [] }])).toEqual({
      text: "0 of 1 published curves reproduced within 0.3 percentage points; largest difference 0.31.\n  off: fgd on default, seed 42 by 0.31\n",
      holds: false,
    });
  });
});
