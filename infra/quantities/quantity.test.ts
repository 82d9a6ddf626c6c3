import fc from "fast-check";
import { ceilMiB, cpuMilli, floorMiB, formatCpuMilli, formatMemoryBytes, isQuantity, memoryBytes, parseQuantity } from "./quantity";

const nano = 1_000_000_000n;

describe("parseQuantity", () => {
  it.each<[string, bigint]>([
    ["1n", 1n],
    ["1u", 1_000n],
    ["1m", 1_000_000n],
    ["1", nano],
    ["1k", nano * 1_000n],
    ["1M", nano * 1_000_000n],
    ["1G", nano * 1_000_000_000n],
    ["1T", nano * 10n ** 12n],
    ["1P", nano * 10n ** 15n],
    ["1E", nano * 10n ** 18n],
    ["1Ki", nano * 1024n],
    ["1Mi", nano * 1024n ** 2n],
    ["1Gi", nano * 1024n ** 3n],
    ["1Ti", nano * 1024n ** 4n],
    ["1Pi", nano * 1024n ** 5n],
    ["1Ei", nano * 1024n ** 6n],
  ])("knows the suffix of %s", (text, expected) => {
    expect(parseQuantity(text)).toBe(expected);
  });

  it.each<[string, bigint]>([
    ["1.5", 1_500_000_000n],
    [".5", 500_000_000n],
    ["5.", 5n * nano],
    ["0", 0n],
    ["+2", 2n * nano],
    ["-2", -2n * nano],
    ["1e3", 1_000n * nano],
    ["1E3", 1_000n * nano],
    ["1E+2", 100n * nano],
    ["25e-1", 2_500_000_000n],
    ["0.1Ki", 102_400_000_000n],
    ["007", 7n * nano],
  ])("reads %s", (text, expected) => {
    expect(parseQuantity(text)).toBe(expected);
  });

  it.each<[string, bigint]>([
    ["0.1n", 1n],
    ["1.0000000001", nano + 1n],
    ["-0.1n", -1n],
    ["1e-10", 1n],
  ])("rounds what is finer than a nano unit away from zero: %s", (text, expected) => {
    expect(parseQuantity(text)).toBe(expected);
  });

  it("is exact where numbers are not", () => {
    expect(parseQuantity("9007199254740993")).toBe(9_007_199_254_740_993n * nano);
    expect(parseQuantity("8191.9999999Pi")).toBe((81_919_999_999n * nano * 1024n ** 5n + 9_999_999n) / 10_000_000n);
  });

  it.each([
    "",
    " 1",
    "1 ",
    "1 Gi",
    "Gi",
    ".",
    "1.2.3",
    "1gi",
    "1GB",
    "1K",
    "1mi",
    "--1",
    "1e",
    "1e1.5",
    "1e123",
    "0x10",
    "NaN",
    "Infinity",
    "1,5",
  ])("refuses %j", (text) => {
    expect(isQuantity(text)).toBe(false);
    expect(() => parseQuantity(text)).toThrow(RangeError);
  });

  it("reads the same number the same way in every notation", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (units) => {
        const expected = units * nano;
        expect(parseQuantity(`${units}`)).toBe(expected);
        expect(parseQuantity(`${units * 1000n}m`)).toBe(expected);
        expect(parseQuantity(`${units * 1_000_000n}u`)).toBe(expected);
        expect(parseQuantity(`${units * nano}n`)).toBe(expected);
        expect(parseQuantity(`${units}.000`)).toBe(expected);
        expect(parseQuantity(`${units}e0`)).toBe(expected);
        expect(parseQuantity(`-${units}`)).toBe(-expected);
      }),
    );
  });

  it("keeps order: more digits after the point never make less", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.stringMatching(/^\d{1,15}$/),
        fc.constantFrom("", "m", "Ki", "M", "Gi"),
        (whole, fraction, suffix) => {
          const value = parseQuantity(`${whole}.${fraction}${suffix}`);
          expect(value).toBeGreaterThanOrEqual(parseQuantity(`${whole}${suffix}`));
          expect(value).toBeLessThanOrEqual(parseQuantity(`${whole + 1}${suffix}`));
        },
      ),
    );
  });
});

describe("CPU", () => {
  it.each<[string, number]>([
    ["250m", 250],
    ["2", 2000],
    ["0.5", 500],
    ["1.0001", 1001],
    ["100u", 1],
    ["0", 0],
    ["1k", 1_000_000],
  ])("counts %s in thousandths, rounded up", (text, expected) => {
    expect(cpuMilli(text)).toBe(expected);
  });

  it("comes back from its shortest text", () => {
    expect(formatCpuMilli(250)).toBe("250m");
    expect(formatCpuMilli(2000)).toBe("2");
    expect(formatCpuMilli(0)).toBe("0");
    fc.assert(
      fc.property(fc.nat(), (milli) => {
        expect(cpuMilli(formatCpuMilli(milli))).toBe(milli);
      }),
    );
  });

  it("refuses what a number cannot hold exactly", () => {
    expect(() => cpuMilli("1E")).toThrow(new RangeError('"1E" is too large to be a resource of a machine'));
  });
});

describe("memory", () => {
  it.each<[string, number]>([
    ["512Mi", 536_870_912],
    ["17G", 17_000_000_000],
    ["0.5", 1],
    ["100m", 1],
    ["1.5Ki", 1536],
    ["0.1Gi", 107_374_183],
  ])("counts %s in bytes, rounded up", (text, expected) => {
    expect(memoryBytes(text)).toBe(expected);
  });

  it("comes back from its shortest text", () => {
    expect(formatMemoryBytes(536_870_912)).toBe("512Mi");
    expect(formatMemoryBytes(1500)).toBe("1500");
    expect(formatMemoryBytes(0)).toBe("0");
    expect(formatMemoryBytes(1024 ** 5)).toBe("1Pi");
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(memoryBytes(formatMemoryBytes(bytes))).toBe(bytes);
      }),
    );
  });

  it("is rounded to whole MiB in the safe direction", () => {
    expect([ceilMiB(1), ceilMiB(1_048_576), ceilMiB(1_048_577), ceilMiB(0)]).toEqual([1, 1, 2, 0]);
    expect([floorMiB(1), floorMiB(1_048_576), floorMiB(2_097_151)]).toEqual([0, 1, 1]);
  });
});
