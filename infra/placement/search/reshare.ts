import { branchSharing } from "./branch-sharing";
import { pseudoRandom } from "./pseudo-random";
import type { Method } from "./share-out";
import { costOf, partOf, type Sharing } from "./sharing";

/** Nodes whose pods are shared out anew at once: few at first, more where that brings nothing. */
const fewest = 2;
const most = 3;
/** How often prices may be tried for one set of nodes: little at first, more for those that were not searched to the end. */
const efforts: readonly number[] = [4_000, 40_000];
/** What one set of nodes counts at least: taking it out of the whole takes time too. */
const leastEvaluations = 100;
/** What a better sharing must bring for its nodes to be looked at again, as a share of all costs. */
const noticeable = 2e-5;
/** Costs that differ by less than this share of all are equal. */
const precise = 2e-6;
/** When nothing is left to find, what pods cost on so many nodes is changed by up to this share of what a pod costs on average. */
const kickedNodes = 3;
const kick = 0.1;
/** How often in a row that may bring nothing. */
const patience = 30;

/**
 * {@link reshare} as a way to share out.
 *
 * @param evaluations how often prices may be tried, for each pair of a pod and a node.
 */
export function resharing(evaluations: number): Method {
  return (sharing, start) => reshare(sharing, start, evaluations * sharing.pods * sharing.nodes);
}

/**
 * Takes the pods of a few nodes at a time and shares them out among these as cheaply as can be, while all others stay where
 * they are: where nodes are nearly full several pods have to change places at once to bring anything, which single
 * steps do not find (large neighbourhood search; Shaw, "Using constraint programming and local search methods to solve
 * vehicle routing problems", 1998). Where it comes to no more, it goes on from what is best at slightly other costs, and
 * back where that brings nothing (iterated local search; Lourenço, Martin and Stützle, 2003).
 *
 * @param evaluations how often prices may be tried.
 * @returns the cheapest sharing that it came by. Nodes on which the start exceeds a limit are as they were where no few of
 * them together could be brought within.
 */
export function reshare(sharing: Sharing, start: Int32Array, evaluations: number): Int32Array {
  const search = new SharingSearch(sharing, start, evaluations);
  search.improve(efforts);
  let best = Int32Array.from(search.at);
  let least = search.cost;
  for (let stale = 0; search.left > 0 && stale < patience && sharing.nodes > fewest; stale++) {
    search.kick();
    search.improve(efforts.slice(0, 1));
    if (search.cost < least) {
      best = Int32Array.from(search.at);
      least = search.cost;
      stale = -1;
    } else {
      search.at.set(best);
    }
  }
  return best;
}

/** Nodes whose pods are shared out anew, when they last were, and to which effort; infinite when nothing was left open. */
interface NodeSet {
  readonly nodes: readonly number[];
  round: number;
  effort: number;
}

class SharingSearch {
  /** The node of each pod. */
  readonly at: Int32Array;
  /** Evaluations that are left. */
  left: number;
  readonly #sharing: Sharing;
  readonly #random: () => number;
  readonly #sets: readonly (readonly NodeSet[])[];
  /** By node, the round in which its pods changed last. */
  readonly #changed: Float64Array;
  /** What all pods cost at the start, whatever they use. */
  readonly #scale: number;
  #round = 0;

  constructor(sharing: Sharing, start: Int32Array, evaluations: number) {
    const nodes = Array.from({ length: sharing.nodes }, (_, n) => n);
    this.at = Int32Array.from(start);
    this.left = evaluations;
    this.#sharing = sharing;
    this.#random = pseudoRandom(sharing.pods * 31 + sharing.nodes);
    this.#sets = Array.from({ length: most - fewest + 1 }, (_, i) =>
      setsOf(nodes, fewest + i).map((set) => ({ nodes: set, round: -1, effort: 0 })),
    );
    this.#changed = new Float64Array(sharing.nodes);
    const limits = new Float64Array(sharing.limits.length).fill(Number.POSITIVE_INFINITY);
    this.#scale = costOf({ ...sharing, limits }, this.at);
  }

  /** Infinite where a limit is exceeded. */
  get cost(): number {
    return costOf(this.#sharing, this.at);
  }

  /** Shares out the pods of one set of nodes after another, until that brings nothing. */
  improve(upTo: readonly number[]): void {
    let size = 0;
    let level = 0;
    while (this.left > 0 && level < upTo.length) {
      const effort = upTo[level] ?? 0;
      const open = (this.#sets[size] ?? []).filter((set) => set.effort < effort || this.#isStale(set));
      const set = open[Math.floor(this.#random() * open.length)];
      if (set !== undefined) {
        if (this.#share(set, effort) > noticeable * this.#scale) {
          set.nodes.forEach((n) => (this.#changed[n] = this.#round + 0.5));
          size = 0;
        }
      } else if (size < most - fewest) {
        size++;
      } else {
        size = 0;
        level++;
      }
    }
  }

  /** Shares out the pods of some nodes as if they cost a little else. */
  kick(): void {
    const { nodes, costs } = this.#sharing;
    const rest = Array.from({ length: nodes }, (_, n) => n);
    const kicked = Array.from({ length: Math.min(kickedNodes, nodes) }, () =>
      rest.splice(Math.floor(this.#random() * rest.length), 1),
    ).flat();
    const average = this.at.reduce((sum, n, pod) => sum + (costs[pod * nodes + n] ?? 0), 0) / Math.max(1, this.at.length);
    this.#round++;
    this.#shareAmong(kicked, efforts.at(-1) ?? 0, (cost) => cost + this.#random() * kick * average);
    kicked.forEach((n) => (this.#changed[n] = this.#round + 0.5));
  }

  #isStale({ nodes, round }: NodeSet): boolean {
    return nodes.some((n) => (this.#changed[n] ?? 0) > round);
  }

  /** @returns what it saved. */
  #share(set: NodeSet, effort: number): number {
    this.#round++;
    const { isBest, saved } = this.#shareAmong(set.nodes, effort, (cost) => cost);
    Object.assign(set, { round: this.#round, effort: isBest ? Number.POSITIVE_INFINITY : effort });
    return saved;
  }

  #shareAmong(
    nodes: readonly number[],
    effort: number,
    costed: (cost: number) => number,
  ): { readonly isBest: boolean; readonly saved: number } {
    const whole = partOf(this.#sharing, this.at, nodes);
    const part = { ...whole.part, costs: whole.part.costs.map(costed) };
    const start = Int32Array.from(whole.pods, (pod) => nodes.indexOf(this.at[pod] ?? 0));
    const { shares = start, isBest, evaluations } = branchSharing(part, start, precise * this.#scale, Math.min(effort, this.left));
    this.left -= Math.max(leastEvaluations, evaluations);
    shares.forEach((k, i) => (this.at[whole.pods[i] ?? 0] = nodes[k] ?? 0));
    return { isBest, saved: shares === start ? 0 : costOf(part, start) - costOf(part, shares) };
  }
}

/** All sets of so many of the nodes. */
function setsOf(nodes: readonly number[], size: number): readonly (readonly number[])[] {
  return size === 0 ? [[]] : nodes.flatMap((n, i) => setsOf(nodes.slice(i + 1), size - 1).map((rest) => [n, ...rest]));
}
