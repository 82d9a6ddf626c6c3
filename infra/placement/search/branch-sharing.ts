import { costOf, rounding, type Sharing } from "./sharing";

export interface Branched {
  /** The cheapest sharing found; absent where none is cheaper than the start. */
  readonly shares?: Int32Array;
  /** Whether nothing cheaper exists. */
  readonly isBest: boolean;
  /** How often prices were tried. */
  readonly evaluations: number;
}

/** How often prices are tried at the root, and below it, where they begin with those above. */
const rootRounds = 60;
const rounds = 16;
/** Rounds without a noticeably better bound after which steps are halved. */
const patience = 5;
/** Shares of a limit that count as no more than all. */
const full = 1 + rounding;
/**
 * The cheapest sharing of pods among a few nodes (31 at most), by branch and bound. Bounds come from prices of the nodes' resources:
 * at any prices, no sharing is cheaper than every pod where it is cheapest with what it uses, less what all the resources
 * are worth (Lagrangian relaxation; Fisher, "The Lagrangian relaxation method for solving integer programming
 * problems", 1981). A node that costs a pod more than the bound leaves is ruled out for it. The largest pods are
 * decided first: small ones fill what is left.
 *
 * @param precision by how much a sharing must be cheaper than another to be better.
 * @param evaluations how often prices may be tried.
 */
export function branchSharing(sharing: Sharing, start: Int32Array, precision: number, evaluations: number): Branched {
  const tree = new SharingTree(sharing, costOf(sharing, start), precision, evaluations);
  tree.search();
  return {
    isBest: tree.left >= 0,
    evaluations: evaluations - tree.left,
    ...(tree.best === undefined ? {} : { shares: tree.best }),
  };
}

/** A node of the tree: which nodes each pod may still have. */
interface Branch {
  /** By pod, in the order of {@link SharingTree}, as bits. */
  readonly choices: Int32Array;
  readonly prices: Float64Array;
  /** What pods with one choice use, as shares of the limits, and how much they cost. */
  readonly load: Float64Array;
  cost: number;
  /** Pods with more than one choice, as many as `open`. */
  readonly free: Int32Array;
  open: number;
}

class SharingTree {
  best: Int32Array | undefined;
  /** Evaluations that are left; below 0 when they did not do. */
  left: number;
  /** What a sharing must cost less than. */
  #least: number;
  readonly #precision: number;
  readonly #pods: number;
  readonly #nodes: number;
  readonly #width: number;
  /** Largest pods first. */
  readonly #order: readonly number[];
  /** Pods × nodes. */
  readonly #costs: Float64Array;
  /** Pods × nodes × resources that are requested: shares of the nodes' limits. */
  readonly #shares: Float64Array;
  /** Nodes × resources: the same of what is used already, and what the square of a share costs. */
  readonly #used: Float64Array;
  readonly #curves: Float64Array;
  readonly #branches: Branch[] = [];
  /** Of the evaluation at hand: prices, what is used and what should be, and where each pod is cheapest. */
  readonly #trial: Float64Array;
  readonly #use: Float64Array;
  readonly #target: Float64Array;
  readonly #chosen: Int32Array;

  constructor(sharing: Sharing, known: number, precision: number, evaluations: number) {
    const { pods, nodes, width, requests, costs, used, limits, squares } = sharing;
    this.#least = known - precision;
    this.#precision = precision;
    this.left = evaluations;
    const requested = Array.from({ length: width }, (_, r) => r).filter((r) => requests.some((q, e) => e % width === r && q > 0));
    const whole = (n: number, r: number): number => Math.max(Number.MIN_VALUE, limits[n * width + r] ?? 0);
    const ofNodes = (of: (n: number, r: number) => number): Float64Array =>
      Float64Array.from(Array.from({ length: nodes }, (_, n) => requested.map((r) => of(n, r))).flat());
    const sharesOf = (pod: number): Float64Array => ofNodes((n, r) => (requests[pod * width + r] ?? 0) / whole(n, r));
    const all = Array.from({ length: pods }, (_, pod) => sharesOf(pod));
    const size = all.map((shares) => shares.reduce((largest, share) => Math.max(largest, share), 0));
    this.#order = size.map((_, pod) => pod).sort((a, b) => (size[b] ?? 0) - (size[a] ?? 0) || a - b);
    this.#pods = pods;
    this.#nodes = nodes;
    this.#width = requested.length;
    this.#costs = Float64Array.from(this.#order.flatMap((pod) => [...costs.subarray(pod * nodes, (pod + 1) * nodes)]));
    this.#shares = Float64Array.from(this.#order.flatMap((pod) => [...(all[pod] ?? [])]));
    this.#used = ofNodes((n, r) => (used[n * width + r] ?? 0) / whole(n, r));
    this.#curves = ofNodes((n, r) => (squares[n * width + r] ?? 0) * whole(n, r) ** 2);
    this.#trial = new Float64Array(this.#used.length);
    this.#use = new Float64Array(this.#used.length);
    this.#target = new Float64Array(this.#used.length);
    this.#chosen = new Int32Array(pods);
  }

  search(): void {
    const { choices } = this.#branch(0);
    for (let e = 0; e < this.#costs.length; e++) {
      const pod = Math.floor(e / this.#nodes);
      choices[pod] = (choices[pod] ?? 0) | (Number.isFinite(this.#costs[e]) ? 1 << (e % this.#nodes) : 0);
    }
    this.#explore(0);
  }

  #branch(depth: number): Branch {
    return (this.#branches[depth] ??= {
      choices: new Int32Array(this.#pods),
      prices: new Float64Array(this.#used.length),
      load: new Float64Array(this.#used.length),
      cost: 0,
      free: new Int32Array(this.#pods),
      open: 0,
    });
  }

  #explore(depth: number): void {
    const branch = this.#branch(depth);
    if (!this.#settle(branch)) {
      return;
    }
    const bound = this.#bound(branch, depth === 0 ? rootRounds : rounds);
    if (bound >= this.#least || this.left < 0 || branch.open === 0) {
      return;
    }
    const { choices, prices } = branch;
    this.#ruleOut(branch, bound);
    const pod = branch.free.subarray(0, branch.open).find((each) => !isSingle(choices[each] ?? 0));
    if (pod === undefined) {
      // All that is left is one sharing.
      if (this.#settle(branch)) {
        this.#bound(branch, 1);
      }
      return;
    }
    const options = Array.from({ length: this.#nodes }, (_, n) => n)
      .filter((n) => ((choices[pod] ?? 0) & (1 << n)) !== 0)
      .map((n) => ({ n, cost: this.#priced(prices, pod, n) }))
      .sort((a, b) => a.cost - b.cost);
    for (const { n, cost } of options) {
      if (this.left >= 0 && bound + cost - (options[0]?.cost ?? 0) < this.#least) {
        const next = this.#branch(depth + 1);
        next.choices.set(choices);
        next.choices[pod] = 1 << n;
        next.prices.set(prices);
        this.#explore(depth + 1);
      }
    }
  }

  /** Of a pod on a node, with what it uses. */
  #priced(prices: Float64Array, pod: number, n: number): number {
    const e = pod * this.#nodes + n;
    let cost = this.#costs[e] ?? 0;
    for (let r = 0; r < this.#width; r++) {
      cost += (prices[n * this.#width + r] ?? 0) * (this.#shares[e * this.#width + r] ?? 0);
    }
    return cost;
  }

  /** Loads what pods with one choice use, and takes away choices that do not fit beside it. False where nothing is left. */
  #settle(branch: Branch): boolean {
    const { choices, load, free } = branch;
    const nodes = this.#nodes;
    const width = this.#width;
    const shares = this.#shares;
    for (;;) {
      load.set(this.#used);
      branch.open = 0;
      branch.cost = 0;
      for (let pod = 0; pod < this.#pods; pod++) {
        const bits = choices[pod] ?? 0;
        if (bits === 0) {
          return false;
        }
        if (!isSingle(bits)) {
          free[branch.open++] = pod;
          continue;
        }
        const e = pod * nodes + nodeOf(bits);
        branch.cost += this.#costs[e] ?? 0;
        for (let r = 0; r < width; r++) {
          const u = nodeOf(bits) * width + r;
          load[u] = (load[u] ?? 0) + (shares[e * width + r] ?? 0);
        }
      }
      for (const share of load) {
        if (share > full) {
          return false;
        }
      }
      let isSettled = true;
      for (let f = 0; f < branch.open; f++) {
        const pod = free[f] ?? 0;
        let bits = choices[pod] ?? 0;
        for (let n = 0; n < nodes; n++) {
          for (let r = 0; r < width; r++) {
            if ((load[n * width + r] ?? 0) + (shares[(pod * nodes + n) * width + r] ?? 0) > full) {
              bits &= ~(1 << n);
            }
          }
        }
        if (bits === 0) {
          return false;
        }
        choices[pod] = bits;
        isSettled &&= !isSingle(bits);
      }
      if (isSettled) {
        return true;
      }
    }
  }

  /** Takes away choices that cost more than the bound leaves. */
  #ruleOut({ choices, prices, free, open }: Branch, bound: number): void {
    const priced = new Float64Array(this.#nodes);
    for (let f = 0; f < open; f++) {
      const pod = free[f] ?? 0;
      const bits = choices[pod] ?? 0;
      let cheapest = Number.POSITIVE_INFINITY;
      for (let n = 0; n < this.#nodes; n++) {
        const cost = (bits & (1 << n)) === 0 ? Number.POSITIVE_INFINITY : this.#priced(prices, pod, n);
        priced[n] = cost;
        cheapest = Math.min(cheapest, cost);
      }
      for (let n = 0; n < this.#nodes; n++) {
        if ((priced[n] ?? 0) - cheapest >= this.#least - bound) {
          choices[pod] = (choices[pod] ?? 0) & ~(1 << n);
        }
      }
    }
  }

  /**
   * Raises the prices of what is used too much and lowers the others; leaves the best in the branch.
   *
   * @returns what no sharing of the branch costs less than; infinite where none is cheaper than the best.
   */
  #bound(branch: Branch, most: number): number {
    const trial = this.#trial;
    const use = this.#use;
    const target = this.#target;
    trial.set(branch.prices);
    let found = Number.NEGATIVE_INFINITY;
    let pace = 1;
    let stale = 0;
    for (let round = 0; round < most && this.left >= 0; round++) {
      this.left--;
      const value = this.#evaluate(branch);
      if (value >= this.#least) {
        return Number.POSITIVE_INFINITY;
      }
      const goal = Number.isFinite(this.#least) ? this.#least : Math.max(found, value) + 0.05 * Math.abs(value) + 1;
      stale = value > found + 1e-3 * (goal - value) ? 0 : stale + 1;
      if (value > found) {
        found = value;
        branch.prices.set(trial);
      }
      let norm = 0;
      let fits = true;
      for (let u = 0; u < use.length; u++) {
        const over = (use[u] ?? 0) - (target[u] ?? 0);
        fits &&= (use[u] ?? 0) <= full;
        norm += over > 0 || (trial[u] ?? 0) > 0 ? over * over : 0;
      }
      if (fits) {
        this.#adopt(branch);
      }
      if (norm < 1e-18) {
        break;
      }
      if (stale >= patience) {
        pace /= 2;
        stale = 0;
        trial.set(branch.prices);
        continue;
      }
      const step = (pace * (goal - value)) / norm;
      for (let u = 0; u < use.length; u++) {
        trial[u] = Math.max(0, (trial[u] ?? 0) + step * ((use[u] ?? 0) - (target[u] ?? 0)));
      }
    }
    return found;
  }

  /** Puts every open pod where it is cheapest at the trial prices; returns the bound that they prove. */
  #evaluate({ choices, load, cost, free, open }: Branch): number {
    const nodes = this.#nodes;
    const width = this.#width;
    const costs = this.#costs;
    const shares = this.#shares;
    const curves = this.#curves;
    const trial = this.#trial;
    const use = this.#use;
    const target = this.#target;
    let value = cost;
    for (let u = 0; u < use.length; u++) {
      const price = trial[u] ?? 0;
      const curve = curves[u] ?? 0;
      const wanted = curve === 0 ? 1 : Math.min(1, price / (2 * curve));
      use[u] = load[u] ?? 0;
      target[u] = wanted;
      value += curve * wanted * wanted + price * ((load[u] ?? 0) - wanted);
    }
    for (let f = 0; f < open; f++) {
      const pod = free[f] ?? 0;
      const bits = choices[pod] ?? 0;
      let cheapest = Number.POSITIVE_INFINITY;
      let where = 0;
      for (let n = 0; n < nodes; n++) {
        if ((bits & (1 << n)) !== 0) {
          const e = pod * nodes + n;
          let priced = costs[e] ?? 0;
          for (let r = 0; r < width; r++) {
            priced += (trial[n * width + r] ?? 0) * (shares[e * width + r] ?? 0);
          }
          if (priced < cheapest) {
            cheapest = priced;
            where = n;
          }
        }
      }
      value += cheapest;
      this.#chosen[pod] = where;
      for (let r = 0; r < width; r++) {
        const u = where * width + r;
        use[u] = (use[u] ?? 0) + (shares[(pod * nodes + where) * width + r] ?? 0);
      }
    }
    return value;
  }

  /** Takes the sharing of the last evaluation if it is the cheapest. */
  #adopt({ choices, cost, free, open }: Branch): void {
    let value = cost;
    for (let u = 0; u < this.#use.length; u++) {
      value += (this.#curves[u] ?? 0) * (this.#use[u] ?? 0) ** 2;
    }
    for (let f = 0; f < open; f++) {
      const pod = free[f] ?? 0;
      value += this.#costs[pod * this.#nodes + (this.#chosen[pod] ?? 0)] ?? 0;
    }
    if (value < this.#least) {
      this.#least = value - this.#precision;
      const at = choices.map(nodeOf);
      for (let f = 0; f < open; f++) {
        at[free[f] ?? 0] = this.#chosen[free[f] ?? 0] ?? 0;
      }
      const best = new Int32Array(this.#pods);
      this.#order.forEach((pod, i) => (best[pod] = at[i] ?? 0));
      this.best = best;
    }
  }
}

/** Whether there is one choice at most. */
function isSingle(bits: number): boolean {
  return (bits & (bits - 1)) === 0;
}

function nodeOf(bits: number): number {
  return 31 - Math.clz32(bits);
}
