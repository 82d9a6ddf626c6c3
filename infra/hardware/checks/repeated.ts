/** Each row whose key an earlier row has, with that earlier row. Rows without a key are left out. */
export function repeated<T>(rows: readonly T[], keyOf: (row: T) => string | number | undefined): readonly (readonly [T, T])[] {
  const firsts = new Map<string | number, T>();
  const pairs: (readonly [T, T])[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) {
      continue;
    }
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, row);
    } else {
      pairs.push([first, row]);
    }
  }
  return pairs;
}
