import type { Model } from "./model";
import type { State } from "./state";
import { fits } from "./step";
import { shared } from "./topology";

/** Steps of utilisation by which nodes are sorted. */
const buckets = 64;
/** Nodes that each end of a kind offers. */
const offered = 2;
/** Nodes that each end of a kind is asked for them. */
const asked = 12;
/** Kinds that one search for candidates looks at; with more, each search begins at another. */
const kindsAsked = 48;
/** A workload that may use or must share at most so many nodes has all of them looked at. */
const fewNodes = 32;

const none = -1;

/**
 * Nodes by kind and by how full they are, for searches that cannot look at all of them. Dimension 0 is the largest of
 * CPU, memory and pods; each extended resource is a dimension of its own, for pods that request it. In each, a kind's
 * nodes lie in buckets of equal utilisation, each bucket a list with the node that changed last at its end.
 */
export class NodeIndex {
  readonly #state: State;
  readonly #model: Model;
  readonly #dimensions: number;
  readonly #kinds: number;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #bucket: Int32Array;
  /** By dimension and kind, a bucket below which all are empty: most are, and every walk would pass them. */
  readonly #lowest: Int32Array;
  /** Kinds of which a class of workloads may use any node, and its nodes if they are few. */
  readonly #reach: (workloadClass: number) => { readonly kinds: readonly number[]; readonly few: readonly number[] | undefined };
  readonly #classOf: Int32Array;
  /** 1 for nodes that are not offered. */
  readonly #closed: Uint8Array;
  #turn = 0;

  constructor(state: State) {
    const { model } = state;
    const { nodes, classes, kinds, mayStart, width } = model;
    this.#state = state;
    this.#model = model;
    this.#dimensions = width - 1;
    this.#kinds = kinds.members.length;
    const lists = this.#dimensions * this.#kinds * (buckets + 1);
    this.#first = new Int32Array(lists).fill(none);
    this.#last = new Int32Array(lists).fill(none);
    this.#next = new Int32Array(this.#dimensions * nodes.length);
    this.#previous = new Int32Array(this.#dimensions * nodes.length);
    this.#bucket = new Int32Array(this.#dimensions * nodes.length).fill(none);
    this.#lowest = new Int32Array(this.#dimensions * this.#kinds);
    this.#closed = new Uint8Array(nodes.length);
    this.#classOf = classes.workloadClass;
    this.#reach = shared((workloadClass: number) => {
      const w = classes.workloadClass.indexOf(workloadClass);
      const usable = kinds.members.map((members) => members.filter((n) => mayStart(w, n)));
      const count = usable.reduce((sum, { length }) => sum + length, 0);
      return {
        kinds: usable.flatMap(({ length }, kind) => (length > 0 ? [kind] : [])),
        few: count <= fewNodes ? usable.flat().sort((a, b) => a - b) : undefined,
      };
    });
    for (let n = 0; n < nodes.length; n++) {
      this.changed(n);
    }
  }

  /** Offers only some of the nodes from now on. */
  offerOnly(offers: (n: number) => boolean): void {
    for (let n = 0; n < this.#closed.length; n++) {
      const closed = Number(!offers(n));
      if (closed !== this.#closed[n]) {
        this.#closed[n] = closed;
        if (closed === 1) {
          this.#leave(n);
        } else {
          this.changed(n);
        }
      }
    }
  }

  /** What is on the node has changed. */
  changed(n: number): void {
    if (this.#closed[n] === 1) {
      return;
    }
    for (let dimension = 0; dimension < this.#dimensions; dimension++) {
      const utilisation = this.#utilisation(n, dimension);
      if (utilisation >= 0) {
        this.#move(n, dimension, Math.min(buckets, Math.floor(utilisation * buckets)));
      }
    }
  }

  /**
   * Nodes to consider for one more pod of the workload, all of which can take it as things are: of each kind the emptiest
   * ones and the fullest ones that have room. None only when no node can take it, or where its leader has too many nodes.
   */
  candidates(w: number): readonly number[] {
    const found: number[] = [];
    const { kinds, few } = this.#reach(this.#classOf[w] ?? 0);
    const company = this.#company(w);
    if (few !== undefined || company !== undefined) {
      for (const n of company ?? few ?? []) {
        if (this.#closed[n] === 0 && fits(this.#state, w, n)) {
          found.push(n);
        }
      }
    } else {
      const dimension = this.#dimensionOf(w);
      for (let i = 0; i < kinds.length && i < kindsAsked; i++) {
        this.#ends(w, dimension, kinds[(this.#turn + i) % kinds.length] ?? 0, found, asked);
      }
      this.#turn = kinds.length > kindsAsked ? (this.#turn + kindsAsked) % kinds.length : 0;
      for (let i = 0; i < kinds.length && found.length === 0; i++) {
        this.#walk(w, dimension, kinds[i] ?? 0, this.#from(dimension, kinds[i] ?? 0), 1, found, Number.POSITIVE_INFINITY);
      }
    }
    this.#whereItRuns(w, found);
    return found;
  }

  /** Nodes that have the most room for pods of the workload, whether or not that is enough. */
  emptiest(w: number, count: number): readonly number[] {
    const { kinds, few } = this.#reach(this.#classOf[w] ?? 0);
    const dimension = this.#dimensionOf(w);
    const each = Math.max(1, Math.ceil(count / Math.max(1, kinds.length)));
    const found: number[] = [];
    for (const kind of few === undefined ? kinds : []) {
      for (let bucket = this.#from(dimension, kind), taken = 0; bucket <= buckets && taken < each && found.length < count; bucket++) {
        for (
          let n = this.#first[this.#list(dimension, kind, bucket)] ?? none;
          n !== none && taken < each;
          n = this.#next[dimension * this.#model.nodes.length + n] ?? none
        ) {
          if (this.#model.admits(w, n)) {
            found.push(n);
            taken++;
          }
        }
      }
    }
    return few ?? found;
  }

  /** The emptiest node of a kind that counts, whether or not the workload may use it; undefined when none does. */
  roomiest(w: number, kind: number, counts: (n: number) => boolean): number | undefined {
    const requested = this.#dimensionOf(w);
    const has = this.#utilisation(this.#model.kinds.members[kind]?.[0] ?? 0, requested) >= 0;
    const dimension = has ? requested : 0;
    for (let bucket = this.#from(dimension, kind); bucket <= buckets; bucket++) {
      let n = this.#first[this.#list(dimension, kind, bucket)] ?? none;
      while (n !== none) {
        if (counts(n)) {
          return n;
        }
        n = this.#next[dimension * this.#model.nodes.length + n] ?? none;
      }
    }
    return undefined;
  }

  /** Nodes of its leader, if it has one and they are few. */
  #company(w: number): readonly number[] | undefined {
    const leader = this.#model.leader[w] ?? none;
    if (leader === none) {
      return undefined;
    }
    if (leader < 0) {
      return [];
    }
    return this.#state.nodeCount(leader) <= fewNodes ? this.#state.nodesOf(leader) : undefined;
  }

  #whereItRuns(w: number, found: number[]): void {
    for (const n of this.#model.runningNodes(w)) {
      if (this.#closed[n] === 0 && !found.includes(n) && this.#state.count(w, n) < this.#model.running(w, n) && fits(this.#state, w, n)) {
        found.push(n);
      }
    }
  }

  /** Both ends of one kind: from its emptiest nodes upwards, and downwards from where the pod is certain to be welcome. */
  #ends(w: number, dimension: number, kind: number, found: number[], probes: number): void {
    this.#walk(w, dimension, kind, this.#from(dimension, kind), 1, found, probes);
    const n = this.#model.kinds.members[kind]?.[0] ?? 0;
    this.#walk(w, dimension, kind, Math.floor((this.#limit(n, dimension) - this.#share(w, n, dimension)) * buckets) - 1, -1, found, probes);
  }

  #walk(w: number, dimension: number, kind: number, from: number, direction: 1 | -1, found: number[], probes: number): void {
    let left = probes;
    let wanted = offered;
    for (let bucket = from; bucket >= 0 && bucket <= buckets; bucket += direction) {
      let n = this.#first[this.#list(dimension, kind, bucket)] ?? none;
      while (n !== none) {
        if (left === 0 || wanted === 0) {
          return;
        }
        left--;
        if (!found.includes(n) && fits(this.#state, w, n)) {
          found.push(n);
          wanted--;
        }
        n = this.#next[dimension * this.#model.nodes.length + n] ?? none;
      }
    }
  }

  /** The scarcest extended resource that it requests decides where there is room, else what all pods need. */
  #dimensionOf(w: number): number {
    const { requests, width } = this.#model;
    for (let r = 2; r < width; r++) {
      if ((requests[w * width + r] ?? 0) > 0) {
        return r - 1;
      }
    }
    return 0;
  }

  /** How full the node is; negative where it has nothing of the resource. */
  #utilisation(n: number, dimension: number): number {
    const { capacity, podCapacity, width } = this.#model;
    const { usage, pods } = this.#state;
    const at = n * width;
    if (dimension > 0) {
      const has = capacity[at + dimension + 1] ?? 0;
      return has > 0 ? (usage[at + dimension + 1] ?? 0) / has : none;
    }
    return Math.max(
      (usage[at] ?? 0) / Math.max(1, capacity[at] ?? 0),
      (usage[at + 1] ?? 0) / Math.max(1, capacity[at + 1] ?? 0),
      (pods[n] ?? 0) / Math.max(1, podCapacity[n] ?? 0),
    );
  }

  /** By how much one pod of the workload fills the node. */
  #share(w: number, n: number, dimension: number): number {
    const { capacity, podCapacity, requests, width } = this.#model;
    const request = w * width;
    const at = n * width;
    if (dimension > 0) {
      return (requests[request + dimension + 1] ?? 0) / Math.max(1, capacity[at + dimension + 1] ?? 0);
    }
    return Math.max(
      (requests[request] ?? 0) / Math.max(1, capacity[at] ?? 0),
      (requests[request + 1] ?? 0) / Math.max(1, capacity[at + 1] ?? 0),
      1 / Math.max(1, podCapacity[n] ?? 0),
    );
  }

  /** How full the node should get: nothing is won by offering nodes that any pod would bring over their ceilings. */
  #limit(n: number, dimension: number): number {
    const { nodes, problem } = this.#model;
    if (dimension > 0 || !problem.objectives.includes("ceilings")) {
      return 1;
    }
    const { cpuPercent, memoryPercent } = nodes[n]?.controlPlane === true ? problem.ceilings.controlPlane : problem.ceilings.worker;
    return Math.min(cpuPercent, memoryPercent, 100) / 100;
  }

  /** The lowest bucket of a kind that has nodes. */
  #from(dimension: number, kind: number): number {
    const at = dimension * this.#kinds + kind;
    let bucket = this.#lowest[at] ?? 0;
    while (bucket < buckets && this.#first[this.#list(dimension, kind, bucket)] === none) {
      bucket++;
    }
    this.#lowest[at] = bucket;
    return bucket;
  }

  #list(dimension: number, kind: number, bucket: number): number {
    return (dimension * this.#kinds + kind) * (buckets + 1) + bucket;
  }

  /** Takes the node out of its bucket and puts it at the end of another or the same. */
  #move(n: number, dimension: number, bucket: number): void {
    this.#unlink(n, dimension);
    const offset = dimension * this.#model.nodes.length;
    const at = offset + n;
    const kind = this.#model.kinds.kindOf[n] ?? 0;
    const list = this.#list(dimension, kind, bucket);
    const tail = this.#last[list] ?? none;
    const lowest = dimension * this.#kinds + kind;
    this.#lowest[lowest] = Math.min(this.#lowest[lowest] ?? 0, bucket);
    this.#bucket[at] = bucket;
    this.#next[at] = none;
    this.#previous[at] = tail;
    this.#last[list] = n;
    if (tail === none) {
      this.#first[list] = n;
    } else {
      this.#next[offset + tail] = n;
    }
  }

  #leave(n: number): void {
    for (let dimension = 0; dimension < this.#dimensions; dimension++) {
      this.#unlink(n, dimension);
    }
  }

  #unlink(n: number, dimension: number): void {
    const offset = dimension * this.#model.nodes.length;
    const at = offset + n;
    const from = this.#bucket[at] ?? none;
    if (from === none) {
      return;
    }
    const before = this.#previous[at] ?? none;
    const after = this.#next[at] ?? none;
    const list = this.#list(dimension, this.#model.kinds.kindOf[n] ?? 0, from);
    if (before === none) {
      this.#first[list] = after;
    } else {
      this.#next[offset + before] = after;
    }
    if (after === none) {
      this.#last[list] = before;
    } else {
      this.#previous[offset + after] = before;
    }
    this.#bucket[at] = none;
  }
}
