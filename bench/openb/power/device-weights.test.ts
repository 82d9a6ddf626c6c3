import { loadSolver } from "../bound";
import { devicesWeighed, mostValuableDevice } from "./device-weights";

describe("weights of shares", () => {
  const needed = async (amounts: ReadonlyMap<number, number>): Promise<number> => {
    const weights = devicesWeighed(await loadSolver(), amounts);
    expect(mostValuableDevice(weights).value).toBeLessThanOrEqual(1 + 1e-9);
    return [...amounts].reduce((sum, [milli, amount]) => sum + amount * (weights.get(milli) ?? 0), 0);
  };

  it.each([
    ["two fit on a device", new Map([[350, 4]]), 2],
    [
      "two kinds fit together",
      new Map([
        [470, 6],
        [530, 6],
      ]),
      6,
    ],
    // 810 and 320 take devices of their own kind: three of 320 fit on one.
    [
      "two kinds do not fit together",
      new Map([
        [810, 5],
        [320, 6],
      ]),
      7,
    ],
    ["nothing is asked for", new Map<number, number>(), 0],
  ])("prove how many devices are needed when %s", async (_, amounts, devices) => {
    expect(await needed(amounts)).toBeCloseTo(devices, 6);
  });
});

describe("most valuable device", () => {
  it("finds the best combination that fits", () => {
    // 600 + 400 count for 0.9, 2 × 400 for 0.8, 600 alone for 0.5.
    expect(
      mostValuableDevice(
        new Map([
          [600, 0.5],
          [400, 0.4],
        ]),
      ),
    ).toEqual({
      value: 0.9,
      pattern: new Map([
        [400, 1],
        [600, 1],
      ]),
    });
  });
});
