/** Whether `a` is better than `b`: smaller in the first level in which they differ. */
export function isBetter(a: Float64Array, b: Float64Array): boolean {
  for (let l = 0; l < a.length; l++) {
    const difference = (a[l] ?? 0) - (b[l] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}
