import type { Highs } from "highs";
import { deviceMilli } from "../trace/model";

/** What a share of a device counts for, by its thousandths; whatever fits on one device counts for at most 1 together. */
export type DeviceWeights = ReadonlyMap<number, number>;

/** Patterns that are added one by one at most; with fewer the weights are weaker, but hold all the same. */
const maxPatterns = 200;

/**
 * The weights that prove best how many devices so many shares need: the dual of the cutting-stock program of Gilmore and
 * Gomory (1961). Each time the most valuable device under the weights so far is added as a limit, found exactly.
 * @param amounts of shares, by their thousandths (1 to 1000); may be fractions
 */
export function devicesWeighed(highs: Highs, amounts: ReadonlyMap<number, number>): DeviceWeights {
  const sizes = [...amounts.keys()].filter((size) => size > 0).sort((a, b) => b - a);
  if (sizes.length === 0) {
    return new Map();
  }
  const patterns = sizes.map((size) => new Map([[size, Math.floor(deviceMilli / size)]]));
  for (;;) {
    const weights = solve(highs, amounts, sizes, patterns);
    const { value, pattern } = mostValuableDevice(weights);
    if (value <= 1 + 1e-9 || patterns.length >= sizes.length + maxPatterns) {
      const scale = Math.max(1, value);
      return new Map([...weights].map(([size, weight]) => [size, weight / scale]));
    }
    patterns.push(pattern);
  }
}

/** The shares that fit on one device together and count for most, by dynamic programming over thousandths. */
export function mostValuableDevice(weights: DeviceWeights): { readonly value: number; readonly pattern: Map<number, number> } {
  const best = new Float64Array(deviceMilli + 1);
  const last = new Int32Array(deviceMilli + 1);
  for (let room = 1; room <= deviceMilli; room++) {
    best[room] = best[room - 1] ?? 0;
    for (const [size, weight] of weights) {
      const value = size <= room ? (best[room - size] ?? 0) + weight : 0;
      if (value > (best[room] ?? 0)) {
        best[room] = value;
        last[room] = size;
      }
    }
  }
  const pattern = new Map<number, number>();
  for (let room = deviceMilli; room > 0;) {
    const size = last[room] ?? 0;
    if (size > 0) {
      pattern.set(size, (pattern.get(size) ?? 0) + 1);
    }
    room -= Math.max(1, size);
  }
  return { value: best[deviceMilli] ?? 0, pattern };
}

function solve(
  highs: Highs,
  amounts: ReadonlyMap<number, number>,
  sizes: readonly number[],
  patterns: readonly ReadonlyMap<number, number>[],
): Map<number, number> {
  const rows = patterns.map((pattern) => ` ${[...pattern].map(([size, count]) => `+ ${count} w${size}`).join(" ")} <= 1`);
  const objective = sizes.map((size) => `+ ${amounts.get(size) ?? 0} w${size}`).join("\n ");
  const solution = highs.solve(`Maximize\n obj: ${objective}\nSubject To\n${rows.join("\n")}\nEnd\n`, { output_flag: false });
  if (solution.Status !== "Optimal") {
    throw new Error(`the program of the device weights ended ${solution.Status}`);
  }
  return new Map(
    sizes.map((size) => {
      const column = solution.Columns[`w${size}`];
      return [size, column !== undefined && "Primal" in column ? Math.max(0, column.Primal) : 0];
    }),
  );
}
