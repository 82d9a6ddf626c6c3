/**
 * The candidate nearest to a misspelt word, or undefined when none is near enough to be what was meant.
 * Near enough is an edit distance (insert, delete, replace, swap neighbours) of at most a third of the longer word.
 * Ties go to the first candidate in alphabetical order, so that the answer does not depend on the order given.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of [...candidates].sort()) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance * 3 <= Math.max(word.length, candidate.length)) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/** `did you mean "x"?`, or undefined when no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

/** Optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
