import { grown, KeyIndex } from "./key-index";

/** End of a list. */
const none = -1;

/**
 * How many pods of each workload are on each node, without a table of all pairs: one row for every pair that has or had
 * any, found by its key `w * nodes + n` and linked with the rows of its workload and of its node.
 */
export class PodTable {
  readonly #nodes: number;
  readonly #rows: KeyIndex;
  #pods: Int32Array;
  /** What {@link reference} compares with. */
  #reference: Int32Array;
  /** First row with pods of each workload, and on each node. */
  readonly #firstOf: Int32Array;
  readonly #firstOn: Int32Array;
  readonly #nodeCount: Int32Array;
  /** Of each workload, the pods that its rows have less than in the reference, and the row that lost one last. */
  readonly #missing: Int32Array;
  readonly #lastShort: Int32Array;
  #nextOf: Int32Array;
  #previousOf: Int32Array;
  #nextOn: Int32Array;
  #previousOn: Int32Array;

  constructor(workloads: number, nodes: number, expected: number) {
    if (workloads * nodes >= 2 ** 31) {
      throw new RangeError(`${workloads} workloads on ${nodes} nodes are more pairs than 2^31`);
    }
    const rows = Math.max(16, expected);
    this.#nodes = nodes;
    this.#rows = new KeyIndex(rows);
    this.#pods = new Int32Array(rows);
    this.#reference = new Int32Array(rows);
    this.#firstOf = new Int32Array(workloads).fill(none);
    this.#firstOn = new Int32Array(nodes).fill(none);
    this.#nodeCount = new Int32Array(workloads);
    this.#missing = new Int32Array(workloads);
    this.#lastShort = new Int32Array(workloads);
    this.#nextOf = new Int32Array(rows);
    this.#previousOf = new Int32Array(rows);
    this.#nextOn = new Int32Array(rows);
    this.#previousOn = new Int32Array(rows);
  }

  /** Pods in the row with this key. */
  count(key: number): number {
    const row = this.#rows.find(key);
    return row < 0 ? 0 : (this.#pods[row] ?? 0);
  }

  /** Pods that the row had when it was last taken as the reference. */
  reference(key: number): number {
    const row = this.#rows.find(key);
    return row < 0 ? 0 : (this.#reference[row] ?? 0);
  }

  /**
   * Whether the row has fewer pods than in the reference. Asked of one workload and many nodes in a row, most of which
   * never had pods of it: a row that all missing pods are missing from answers for all of them, without finding each.
   */
  isShort(w: number, n: number): boolean {
    const missing = this.#missing[w] ?? 0;
    if (missing === 0) {
      return false;
    }
    const last = this.#lastShort[w] ?? 0;
    const key = w * this.#nodes + n;
    const row = this.#lacks(last) === missing ? last : this.#rows.find(key);
    return row >= 0 && this.#lacks(row) > 0 && this.#rows.key(row) === key;
  }

  setReference(w: number, n: number, pods: number): void {
    // The row first: claiming it may replace the array.
    const row = this.#claim(w * this.#nodes + n);
    const lacked = this.#lacks(row);
    this.#reference[row] = pods;
    this.#missing[w] = (this.#missing[w] ?? 0) + this.#lacks(row) - lacked;
    this.#lastShort[w] = row;
  }

  /** Takes all pods as they are as the reference. */
  takeReference(): void {
    this.#reference.set(this.#pods);
    this.#missing.fill(0);
  }

  #lacks(row: number): number {
    return Math.max(0, (this.#reference[row] ?? 0) - (this.#pods[row] ?? 0));
  }

  /**
   * Adds one pod to the row, or takes one away.
   *
   * @returns whether that pod is one of those that the row has beyond the reference.
   */
  change(w: number, n: number, by: 1 | -1): boolean {
    const row = this.#claim(w * this.#nodes + n);
    const before = this.#pods[row] ?? 0;
    const pods = before + by;
    this.#pods[row] = pods;
    if (pods === 1 && by === 1) {
      this.#nodeCount[w] = (this.#nodeCount[w] ?? 0) + 1;
      link(row, w, this.#firstOf, this.#nextOf, this.#previousOf);
      link(row, n, this.#firstOn, this.#nextOn, this.#previousOn);
    } else if (pods === 0 && by === -1) {
      this.#nodeCount[w] = (this.#nodeCount[w] ?? 0) - 1;
      unlink(row, w, this.#firstOf, this.#nextOf, this.#previousOf);
      unlink(row, n, this.#firstOn, this.#nextOn, this.#previousOn);
    }
    if (Math.min(before, pods) >= (this.#reference[row] ?? 0)) {
      return true;
    }
    this.#missing[w] = (this.#missing[w] ?? 0) - by;
    this.#lastShort[w] = row;
    return false;
  }

  /** Nodes that have pods of the workload, ascending. */
  nodesOf(w: number): number[] {
    const found: number[] = [];
    for (let row = this.#firstOf[w] ?? none; row !== none; row = this.#nextOf[row] ?? none) {
      found.push(this.#rows.key(row) - w * this.#nodes);
    }
    return found.length > 1 ? found.sort(ascending) : found;
  }

  /** Whether something holds for each node that has pods of the workload; the nodes come in no order. */
  everyNode(w: number, holds: (n: number) => boolean): boolean {
    for (let row = this.#firstOf[w] ?? none; row !== none; row = this.#nextOf[row] ?? none) {
      if (!holds(this.#rows.key(row) - w * this.#nodes)) {
        return false;
      }
    }
    return true;
  }

  /** How many nodes have pods of the workload. */
  nodeCount(w: number): number {
    return this.#nodeCount[w] ?? 0;
  }

  /** Workloads that have pods on the node, ascending. */
  workloadsOn(n: number): number[] {
    const found: number[] = [];
    for (let row = this.#firstOn[n] ?? none; row !== none; row = this.#nextOn[row] ?? none) {
      found.push((this.#rows.key(row) - n) / this.#nodes);
    }
    return found.length > 1 ? found.sort(ascending) : found;
  }

  #claim(key: number): number {
    const row = this.#rows.claim(key);
    if (row >= this.#pods.length) {
      this.#pods = grown(this.#pods);
      this.#reference = grown(this.#reference);
      this.#nextOf = grown(this.#nextOf);
      this.#previousOf = grown(this.#previousOf);
      this.#nextOn = grown(this.#nextOn);
      this.#previousOn = grown(this.#previousOn);
    }
    return row;
  }
}

function link(row: number, list: number, first: Int32Array, next: Int32Array, previous: Int32Array): void {
  const follower = first[list] ?? none;
  next[row] = follower;
  previous[row] = none;
  first[list] = row;
  if (follower !== none) {
    previous[follower] = row;
  }
}

function unlink(row: number, list: number, first: Int32Array, next: Int32Array, previous: Int32Array): void {
  const before = previous[row] ?? none;
  const after = next[row] ?? none;
  if (before === none) {
    first[list] = after;
  } else {
    next[before] = after;
  }
  if (after !== none) {
    previous[after] = before;
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}
