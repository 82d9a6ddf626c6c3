/** Steps that the search may take; what it has by then is irreducible still, but may not be the smallest. */
const stepLimit = 20_000;

/**
 * The fewest items that have at least one in common with each set; of as few, those with the largest sum of weights. The
 * result is irreducible: without any one of its items some set would be missed.
 *
 * @param sets None of them empty. Items are numbers from 0.
 * @param weightOf At least 0.
 * @returns the items, ascending.
 */
export function smallestHittingSet(sets: readonly (readonly number[])[], weightOf: (item: number) => number): readonly number[] {
  const distinct = withoutSupersets(sets);
  let best = irreducible(greedy(distinct, weightOf), distinct, weightOf);
  const sum = (items: readonly number[]): number => items.reduce((total, item) => total + weightOf(item), 0);
  let steps = 0;
  const extend = (chosen: readonly number[]): void => {
    steps++;
    const missed = distinct.filter((set) => !set.some((item) => chosen.includes(item)));
    if (missed.length === 0) {
      if (chosen.length < best.length || sum(chosen) > sum(best)) {
        best = chosen;
      }
      return;
    }
    if (chosen.length + disjoint(missed) > best.length) {
      return;
    }
    const narrowest = missed.reduce((a, b) => (b.length < a.length ? b : a));
    for (const item of narrowest.toSorted((a, b) => weightOf(b) - weightOf(a) || a - b)) {
      if (steps < stepLimit) {
        extend([...chosen, item]);
      }
    }
  };
  extend([]);
  return best.toSorted((a, b) => a - b);
}

/** What hits a set hits all that contain it. */
function withoutSupersets(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const distinct = [...new Map(sets.map((set) => [[...set].sort((a, b) => a - b).join(), set])).values()];
  return distinct.filter((set) => !distinct.some((other) => other.length < set.length && other.every((item) => set.includes(item))));
}

/** How many sets that have nothing in common there are at least: each needs an item of its own. */
function disjoint(sets: readonly (readonly number[])[]): number {
  const taken = new Set<number>();
  let found = 0;
  for (const set of sets) {
    if (!set.some((item) => taken.has(item))) {
      found++;
      for (const item of set) {
        taken.add(item);
      }
    }
  }
  return found;
}

function greedy(sets: readonly (readonly number[])[], weightOf: (item: number) => number): readonly number[] {
  const chosen: number[] = [];
  let missed = sets;
  while (missed.length > 0) {
    const hits = new Map<number, number>();
    for (const item of missed.flat()) {
      hits.set(item, (hits.get(item) ?? 0) + 1);
    }
    const [most] = [...hits].sort(([a, hitsA], [b, hitsB]) => hitsB - hitsA || weightOf(b) - weightOf(a) || a - b);
    if (most === undefined) {
      break;
    }
    chosen.push(most[0]);
    missed = missed.filter((set) => !set.includes(most[0]));
  }
  return chosen;
}

/** Leaves out, the lightest first, whatever is not needed. */
function irreducible(
  items: readonly number[],
  sets: readonly (readonly number[])[],
  weightOf: (item: number) => number,
): readonly number[] {
  return items
    .toSorted((a, b) => weightOf(a) - weightOf(b) || b - a)
    .reduce(
      (kept, item) => {
        const without = kept.filter((other) => other !== item);
        return sets.every((set) => set.some((other) => without.includes(other))) ? without : kept;
      },
      [...items],
    );
}
