/** One of the two resources that items take up. What they take costs the more the more it is: by its square. */
export interface Dimension {
  /** What each item takes up. */
  readonly weights: Float64Array;
  readonly capacity: number;
  /** What is taken up beforehand; counts in the square alone. */
  readonly start: number;
  /** What the square of `start` and the items' weights costs; what `start` alone costs is not counted. */
  readonly curvature: number;
}

export interface Packing {
  /** Of the best packing that was found; the floor when none is above it. */
  readonly value: number;
  /** No packing has a greater value; `value` when the search came to its end. */
  readonly bound: number;
  /** Numbers of its items; absent when none is above the floor. */
  readonly items?: readonly number[];
}

export interface KnapsackOptions {
  /** Packings of at most this value do not count. */
  readonly floor?: number;
  /** An item that must be in the packing. */
  readonly within?: number;
  /** An item that must not be in it. */
  readonly without?: number;
  /** By how much the bound may be above the value without being looked into. Default: 0. */
  readonly precision?: number;
  /** Branches that may be looked at. */
  readonly steps: number;
}

/** The rate of items that take up nothing that has a price; they are never in the way. */
const freeRate = 1e12;
const bisections = 30;
const slopeRounds = 2;
const edgeRounds = 4;

/**
 * The most profitable packing of a knapsack of two dimensions, by branch and bound. Items are tried in the order of their
 * profit by what their weights are worth: prices of the two resources at which the relaxation is least (surrogate
 * constraint; Martello and Toth, "Knapsack Problems", 1990, chapter 2, and Pisinger and Kellerer, "Knapsack Problems", 2004, section 9).
 */
export function bestPacking(first: Dimension, second: Dimension, profits: Float64Array, options: KnapsackOptions): Packing {
  const { floor = 0, within = -1, without = -1, precision = 0 } = options;
  const room1 = first.capacity - (first.weights[within] ?? 0);
  const room2 = second.capacity - (second.weights[within] ?? 0);
  const usable: number[] = [];
  for (let i = 0; i < profits.length; i++) {
    if ((profits[i] ?? 0) > 0 && i !== within && i !== without && (first.weights[i] ?? 0) <= room1 && (second.weights[i] ?? 0) <= room2) {
      usable.push(i);
    }
  }
  const [slope1, slope2] = slopes(first, second, profits, usable);
  const worth = (i: number): number => slope1 * (first.weights[i] ?? 0) + slope2 * (second.weights[i] ?? 0);
  const efficiency = new Float64Array(profits.length);
  for (const i of usable) {
    efficiency[i] = Math.min(freeRate, (profits[i] ?? 0) / worth(i));
  }
  usable.sort((a, b) => (efficiency[b] ?? 0) - (efficiency[a] ?? 0) || a - b);
  const count = usable.length;
  const order = Int32Array.from(usable);
  const profit = Float64Array.from(order, (i) => profits[i] ?? 0);
  const weight1 = Float64Array.from(order, (i) => first.weights[i] ?? 0);
  const weight2 = Float64Array.from(order, (i) => second.weights[i] ?? 0);
  const rate = Float64Array.from(order, (i) => efficiency[i] ?? 0);
  const profitBefore = new Float64Array(count + 1);
  const worthBefore = new Float64Array(count + 1);
  let unprofitable = 0;
  for (let k = 0; k < count; k++) {
    profitBefore[k + 1] = (profitBefore[k] ?? 0) + (profit[k] ?? 0);
    worthBefore[k + 1] = (worthBefore[k] ?? 0) + worth(order[k] ?? 0);
    unprofitable = (rate[k] ?? 0) >= 1 ? k + 1 : unprofitable;
  }
  const isLinear = first.curvature === 0 && second.curvature === 0;
  const atSlopes = conjugate(first, slope1) + conjugate(second, slope2);

  /** What items from the k-th on can bring at most beside those that are in, which are worth `held`. */
  function most(k: number, gained: number, held: number): number {
    let low = k;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = rate[middle] ?? 0;
      const load = held + (worthBefore[middle + 1] ?? 0) - (worthBefore[k] ?? 0);
      if (at < freeRate && load >= slope1 * wanted(first, at * slope1) + slope2 * wanted(second, at * slope2)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    const at = low < count ? (rate[low] ?? 0) : 0;
    const gain = (profitBefore[low] ?? 0) - (profitBefore[k] ?? 0);
    const load = (worthBefore[low] ?? 0) - (worthBefore[k] ?? 0);
    const critical = gained + gain - at * (load + held) + conjugate(first, at * slope1) + conjugate(second, at * slope2);
    if (isLinear) {
      return critical;
    }
    const until = Math.max(k, unprofitable);
    const priced = (profitBefore[until] ?? 0) - (profitBefore[k] ?? 0) - ((worthBefore[until] ?? 0) - (worthBefore[k] ?? 0));
    return Math.min(critical, gained + priced - held + atSlopes);
  }

  const chosen = new Uint8Array(count);
  let best = floor;
  let bestItems: readonly number[] | undefined;
  let open = floor;
  let steps = options.steps;

  function branch(k: number, gained: number, held: number, load1: number, load2: number): void {
    const reachable = most(k, gained, held);
    if (reachable <= best + precision || --steps < 0) {
      open = Math.max(open, reachable);
      return;
    }
    const value = gained - cost(first, load1) - cost(second, load2);
    if (value > best) {
      best = value;
      bestItems = [...order].filter((_, j) => chosen[j] === 1);
    }
    for (let j = k; j < count; j++) {
      const next1 = load1 + (weight1[j] ?? 0);
      const next2 = load2 + (weight2[j] ?? 0);
      if (next1 <= first.capacity && next2 <= second.capacity) {
        if (j > k) {
          const without = most(j, gained, held);
          if (without <= best + precision) {
            open = Math.max(open, without);
            return;
          }
        }
        chosen[j] = 1;
        branch(j + 1, gained + (profit[j] ?? 0), held + (worthBefore[j + 1] ?? 0) - (worthBefore[j] ?? 0), next1, next2);
        chosen[j] = 0;
      }
    }
  }

  const inside = within < 0 ? 0 : worth(within);
  branch(0, profits[within] ?? 0, inside, first.weights[within] ?? 0, second.weights[within] ?? 0);
  const items = bestItems === undefined ? undefined : within < 0 ? bestItems : [within, ...bestItems];
  return { value: best, bound: Math.max(best, open), ...(items === undefined ? {} : { items }) };
}

function cost({ start, curvature }: Dimension, load: number): number {
  return curvature * load * (2 * start + load);
}

/** The load of which `slope` times it less its cost is greatest. */
function wanted({ capacity, start, curvature }: Dimension, slope: number): number {
  return curvature === 0 ? capacity : Math.min(capacity, Math.max(0, slope / (2 * curvature) - start));
}

/** What is greatest of `slope` times a load less its cost. */
function conjugate(dimension: Dimension, slope: number): number {
  const load = wanted(dimension, slope);
  return slope * load - cost(dimension, load);
}

/**
 * Prices of the resources at which what the items bring beyond them, and the resources themselves, are worth least: along
 * each price in turn, then along the edges on which an item brings just what its resources are worth.
 */
function slopes(first: Dimension, second: Dimension, profits: Float64Array, items: readonly number[]): readonly [number, number] {
  let at: readonly [number, number] = [0, 0];
  const search = (along1: number, along2: number): void => {
    const step = leastAlong(first, second, profits, items, at, [along1, along2]);
    at = [Math.max(0, at[0] + step * along1), Math.max(0, at[1] + step * along2)];
  };
  const highest = (dimension: Dimension): number =>
    items.reduce(
      (most, i) => ((dimension.weights[i] ?? 0) > 0 ? Math.max(most, (profits[i] ?? 0) / (dimension.weights[i] ?? 1)) : most),
      2 * dimension.curvature * (dimension.start + dimension.capacity),
    );
  const high1 = highest(first);
  const high2 = highest(second);
  for (let round = 0; round < slopeRounds; round++) {
    search(high1, 0);
    search(0, high2);
  }
  let last = -1;
  for (let round = 0; round < edgeRounds; round++) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const i of items) {
      const beyond = Math.abs((profits[i] ?? 0) - at[0] * (first.weights[i] ?? 0) - at[1] * (second.weights[i] ?? 0));
      if (i !== last && beyond < least) {
        least = beyond;
        nearest = i;
      }
    }
    if (nearest < 0) {
      break;
    }
    last = nearest;
    const weight1 = first.weights[nearest] ?? 0;
    const weight2 = second.weights[nearest] ?? 0;
    if (weight1 > 0 && weight2 > 0) {
      search(
        (high1 * high2 * weight2) / (high1 * weight1 + high2 * weight2),
        (-high1 * high2 * weight1) / (high1 * weight1 + high2 * weight2),
      );
    }
  }
  return at;
}

/** How far to go from `from` in a direction, either way, to where the relaxation is least; both prices stay at least 0. */
function leastAlong(
  first: Dimension,
  second: Dimension,
  profits: Float64Array,
  items: readonly number[],
  [from1, from2]: readonly [number, number],
  [along1, along2]: readonly [number, number],
): number {
  const limit = (from: number, along: number, sign: 1 | -1): number => (along * sign < 0 ? from / -(along * sign) : 2);
  let low = -Math.min(limit(from1, along1, -1), limit(from2, along2, -1));
  let high = Math.min(limit(from1, along1, 1), limit(from2, along2, 1));
  for (let step = 0; step < bisections; step++) {
    const middle = (low + high) / 2;
    const slope1 = from1 + middle * along1;
    const slope2 = from2 + middle * along2;
    let rise = along1 * wanted(first, slope1) + along2 * wanted(second, slope2);
    for (const i of items) {
      const weight1 = first.weights[i] ?? 0;
      const weight2 = second.weights[i] ?? 0;
      if ((profits[i] ?? 0) > slope1 * weight1 + slope2 * weight2) {
        rise -= along1 * weight1 + along2 * weight2;
      }
    }
    if (rise < 0) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}
