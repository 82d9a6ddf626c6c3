import type { Level } from "../objectives/objective";
import type { Model } from "./model";

/**
 * Where every pod is, with everything that constraints and objectives read kept up to date. Changes are logged, so that
 * a step can be tried and taken back.
 */
export class State {
  readonly model: Model;
  readonly levels: readonly Level[];
  /** Sum of each level's terms. */
  readonly totals: Float64Array;
  /** Pods on each node, and those of them that are no DaemonSet's. */
  readonly pods: Int32Array;
  readonly busy: Int32Array;
  readonly placed: Int32Array;
  /** Strictly spread workloads whose skew is too large at the moment. */
  brokenSpreads = 0;
  /** Pods that moved, or lost their node for the sake of others, since {@link limitMoves}; 0 before. */
  movesMade = 0;

  readonly #counts: Int32Array;
  readonly #used: Float64Array;
  readonly #reference: Int32Array;
  readonly #left: Int32Array;
  readonly #arrived: Int32Array;
  /** Of each workload, the pods that leave their node without the search's doing: they end, or nothing lets them stay. */
  #released: Int32Array | undefined;
  readonly #antiAffinityCounts: readonly (Int32Array | undefined)[];
  readonly #spreadCounts: readonly (Int32Array | undefined)[];
  readonly #nodeLevels: readonly { readonly l: number; readonly node: NonNullable<Level["node"]> }[];
  readonly #podLevels: readonly { readonly l: number; readonly pod: NonNullable<Level["pod"]> }[];
  /** Of each workload, the levels that it has a term in. */
  readonly #workloadLevels: readonly (readonly { readonly l: number; readonly workload: NonNullable<Level["workload"]> }[])[];
  readonly #nodeTerms: Float64Array;
  readonly #workloadTerms: Float64Array;
  /** Node-workload entries in the order of change; `~entry` for a removal. */
  readonly #log: number[] = [];

  constructor(model: Model, levels: readonly Level[]) {
    const nodes = model.nodes.length;
    const workloads = model.workloads.length;
    this.model = model;
    this.levels = levels;
    this.totals = new Float64Array(levels.length);
    this.pods = new Int32Array(nodes);
    this.busy = new Int32Array(nodes);
    this.placed = new Int32Array(workloads);
    this.#counts = new Int32Array(workloads * nodes);
    this.#used = new Float64Array(nodes * model.resources.length);
    this.#reference = Int32Array.from(model.current);
    this.#left = Int32Array.from(model.stranded);
    this.#arrived = new Int32Array(workloads);
    model.current.forEach((pods, entry) => {
      const w = Math.floor(entry / nodes);
      this.#left[w] = (this.#left[w] ?? 0) + pods;
    });
    this.#antiAffinityCounts = model.antiAffinity.map((topology) => topology && new Int32Array(topology.domains));
    this.#spreadCounts = model.strictSpread.map((spread) => spread && new Int32Array(spread.domains));
    this.#nodeTerms = new Float64Array(levels.length * nodes);
    this.#workloadTerms = new Float64Array(levels.length * workloads);
    const numbered = levels.map((level, l) => ({ l, ...level }));
    this.#nodeLevels = numbered.flatMap(({ l, node }) => (node === undefined ? [] : [{ l, node }]));
    this.#podLevels = numbered.flatMap(({ l, pod }) => (pod === undefined ? [] : [{ l, pod }]));
    this.#workloadLevels = model.workloads.map((_, w) =>
      numbered.flatMap(({ l, workload, concerns }) => (workload === undefined || concerns?.(w) === false ? [] : [{ l, workload }])),
    );
    this.#recompute();
  }

  count(w: number, n: number): number {
    return this.#counts[w * this.model.nodes.length + n] ?? 0;
  }

  used(n: number, r: number): number {
    return this.#used[n * this.model.resources.length + r] ?? 0;
  }

  free(n: number, r: number): number {
    return (this.model.capacity[n * this.model.resources.length + r] ?? 0) - this.used(n, r);
  }

  unplaced(w: number): number {
    return (this.model.wanted[w] ?? 0) - (this.placed[w] ?? 0);
  }

  /** Pods that run elsewhere than before. Pods that start or end with the plan do not move. */
  moved(w: number): number {
    return this.model.movable[w] === 1 ? Math.min(this.#left[w] ?? 0, this.#arrived[w] ?? 0) : 0;
  }

  /**
   * Starts to count moves against the problem's limit: with what may stay where it is now in place, and before anything
   * else is.
   */
  limitMoves(): void {
    this.#released = Int32Array.from(this.#left);
    this.movesMade = 0;
  }

  antiAffinityCount(w: number, domain: number): number {
    return this.#antiAffinityCounts[w]?.[domain] ?? 0;
  }

  /** Pods of a strictly spread workload in the node's domain. */
  spreadCount(w: number, n: number): number {
    return this.#spreadCounts[w]?.[this.model.strictSpread[w]?.domainOf[n] ?? -1] ?? 0;
  }

  /** Difference between the fullest and the emptiest domain, with one more pod in `added` if that is given. */
  spreadSkew(w: number, added = -1): number {
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    this.#spreadCounts[w]?.forEach((pods, domain) => {
      const count = domain === added ? pods + 1 : pods;
      least = Math.min(least, count);
      most = Math.max(most, count);
    });
    return least > most ? 0 : most - least;
  }

  /** A point to return to with {@link undo}. */
  mark(): number {
    return this.#log.length;
  }

  undo(mark: number): void {
    while (this.#log.length > mark) {
      const entry = this.#log.pop() ?? 0;
      this.#change(entry < 0 ? ~entry : entry, entry < 0 ? 1 : -1);
    }
  }

  add(w: number, n: number): void {
    const entry = w * this.model.nodes.length + n;
    this.#log.push(entry);
    this.#change(entry, 1);
  }

  remove(w: number, n: number): void {
    const entry = w * this.model.nodes.length + n;
    this.#log.push(~entry);
    this.#change(entry, -1);
  }

  /** What was done since the mark, to be done again with {@link replay}. */
  changesSince(mark: number): readonly number[] {
    return this.#log.slice(mark);
  }

  replay(changes: readonly number[]): void {
    for (const entry of changes) {
      this.#log.push(entry);
      this.#change(entry < 0 ? ~entry : entry, entry < 0 ? -1 : 1);
    }
  }

  /** From now on, pods count as moved when they leave where they are now. */
  rebase(): void {
    this.#log.length = 0;
    this.#reference.set(this.#counts);
    this.#left.fill(0);
    this.#arrived.fill(0);
    this.#recompute();
  }

  /** Pods of each workload on each node: workloads × nodes. */
  snapshot(): Int32Array {
    return Int32Array.from(this.#counts);
  }

  #change(entry: number, sign: 1 | -1): void {
    const { nodes, workloads, resources, requests, antiAffinity, strictSpread } = this.model;
    const width = resources.length;
    const n = entry % nodes.length;
    const w = (entry - n) / nodes.length;
    const before = this.#counts[entry] ?? 0;
    const reference = this.#reference[entry] ?? 0;
    this.#counts[entry] = before + sign;
    const movesBefore = this.#released === undefined ? 0 : this.#movesOf(w, this.#released);
    if (Math.min(before, before + sign) >= reference) {
      this.#arrived[w] = (this.#arrived[w] ?? 0) + sign;
    } else {
      this.#left[w] = (this.#left[w] ?? 0) - sign;
    }
    if (this.#released !== undefined) {
      this.movesMade += this.#movesOf(w, this.#released) - movesBefore;
    }
    this.placed[w] = (this.placed[w] ?? 0) + sign;
    this.pods[n] = (this.pods[n] ?? 0) + sign;
    if (workloads[w]?.mode !== "perNode") {
      this.busy[n] = (this.busy[n] ?? 0) + sign;
    }
    for (let r = 0; r < width; r++) {
      this.#used[n * width + r] = (this.#used[n * width + r] ?? 0) + sign * (requests[w * width + r] ?? 0);
    }
    count(this.#antiAffinityCounts[w], antiAffinity[w]?.domainOf[n], sign);
    const spread = strictSpread[w];
    if (spread !== undefined) {
      const brokenBefore = this.spreadSkew(w) > spread.maxSkew;
      count(this.#spreadCounts[w], spread.domainOf[n], sign);
      this.brokenSpreads += Number(this.spreadSkew(w) > spread.maxSkew) - Number(brokenBefore);
    }
    for (const { l, node } of this.#nodeLevels) {
      this.#setTerm(this.#nodeTerms, l, l * nodes.length + n, node(this, n));
    }
    for (const { l, workload } of this.#workloadLevels[w] ?? []) {
      this.#setTerm(this.#workloadTerms, l, l * workloads.length + w, workload(this, w));
    }
    for (const { l, pod } of this.#podLevels) {
      this.totals[l] = (this.totals[l] ?? 0) + sign * pod(w, n);
    }
  }

  /** A pod that leaves where it could stay counts even when it finds no other node. */
  #movesOf(w: number, released: Int32Array): number {
    return Math.max(this.moved(w), (this.#left[w] ?? 0) - (released[w] ?? 0));
  }

  #setTerm(terms: Float64Array, l: number, at: number, term: number): void {
    this.totals[l] = (this.totals[l] ?? 0) + term - (terms[at] ?? 0);
    terms[at] = term;
  }

  #recompute(): void {
    const { nodes, workloads } = this.model;
    this.totals.fill(0);
    this.#nodeTerms.fill(0);
    this.#workloadTerms.fill(0);
    nodes.forEach((_, n) => {
      for (const { l, node } of this.#nodeLevels) {
        this.#setTerm(this.#nodeTerms, l, l * nodes.length + n, node(this, n));
      }
    });
    workloads.forEach((_, w) => {
      for (const { l, workload } of this.#workloadLevels[w] ?? []) {
        this.#setTerm(this.#workloadTerms, l, l * workloads.length + w, workload(this, w));
      }
      for (const { l, pod } of this.#podLevels) {
        this.totals[l] = nodes.reduce((total, __, n) => total + this.count(w, n) * pod(w, n), this.totals[l] ?? 0);
      }
    });
  }
}

function count(counts: Int32Array | undefined, domain: number | undefined, sign: 1 | -1): void {
  if (counts !== undefined && domain !== undefined && domain >= 0) {
    counts[domain] = (counts[domain] ?? 0) + sign;
  }
}

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
