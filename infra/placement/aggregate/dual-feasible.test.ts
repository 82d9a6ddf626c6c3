import { dualFeasible } from "./dual-feasible";

describe("dual-feasible functions", () => {
  it("count a share by how many of it fit on a device", () => {
    expect([400, 500, 501, 1000].map((milli) => dualFeasible(milli, 1))).toEqual([0, 0.5, 1, 1]);
    expect([333, 334, 667, 1000].map((milli) => dualFeasible(milli, 2))).toEqual([0, 0.5, 1, 1]);
  });

  it.each([1, 2, 3, 4])("let nothing that fits on one device count for more than one (order %i)", (order) => {
    for (let a = 1; a <= 1000; a += 7) {
      for (let b = a; a + b <= 1000; b += 5) {
        expect(dualFeasible(a, order) + dualFeasible(b, order) + dualFeasible(1000 - a - b, order)).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });
});
