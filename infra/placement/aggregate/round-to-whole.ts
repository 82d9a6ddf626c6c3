/** Whole numbers near the parts whose sum is at most `total` and at most the parts' own sum, rounded. */
export function roundToWhole(parts: ArrayLike<number>, total: number): readonly number[] {
  const exact = Array.from(parts);
  const whole = exact.map((part) => Math.floor(part + 1e-6));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  let left = Math.min(total, Math.round(sum(exact))) - sum(whole);
  const rest = (index: number): number => (exact[index] ?? 0) - (whole[index] ?? 0);
  for (const index of [...exact.keys()].sort((a, b) => rest(b) - rest(a) || a - b)) {
    if (left > 0 && rest(index) > 1e-6) {
      whole[index] = (whole[index] ?? 0) + 1;
      left--;
    }
  }
  return whole;
}
