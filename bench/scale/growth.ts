/** A size, and what it took. */
export interface Point {
  readonly size: number;
  readonly cost: number;
}

/**
 * The exponent `e` for which `cost ≈ c · size^e` fits best, in the least squares of logarithms. What takes time
 * proportional to `n log n` has about 1.1 at these sizes. Undefined for fewer than two sizes.
 */
export function growthExponent(points: readonly Point[]): number | undefined {
  const logs = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (of: (log: (typeof logs)[number]) => number): number => logs.reduce((sum, log) => sum + of(log), 0) / logs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const variance = mean(({ x }) => (x - meanX) ** 2);
  return logs.length < 2 || variance === 0 ? undefined : mean(({ x, y }) => (x - meanX) * (y - meanY)) / variance;
}

/** The exponent of `n log n` between two sizes, to compare with. */
export function linearithmicExponent(smallest: number, largest: number): number {
  return Math.log((largest * Math.log(largest)) / (smallest * Math.log(smallest))) / Math.log(largest / smallest);
}
