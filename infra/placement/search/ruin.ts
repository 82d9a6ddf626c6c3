import type { Shapes } from "../aggregate/shapes";
import type { ObjectiveName } from "../problem";
import { pseudoRandom } from "./pseudo-random";
import { Scarcity } from "./scarcity";
import type { RankedLevels } from "./search";
import type { State } from "./state";
import { fits } from "./step";

/** How often each pod is taken off its node, on average, and how many are in all: some seconds. */
const ruinsOfEach = 150;
const mostRuins = 1_000_000;
/** At most so many nodes are emptied at once. */
const mostNodes = 4;

/**
 * Ruin and recreate, for pods that have no node though some nodes have room in pieces: empties a few nodes, one of them
 * with some of the scarce resource left, and fills them anew from what they had and what waits, by tier and then in an
 * order that is half size and half chance. A result stays unless it places less, or as much with more restarts. Ends after
 * a number of pods, so that the answer is the same on every machine.
 *
 * @param leastUnplaced what no plan can leave out less than, in the weights of all tiers.
 */
export function ruinAndRecreate(state: State, { objectiveOf }: RankedLevels, shapes: Shapes, leastUnplaced: number): void {
  const { model } = state;
  const random = pseudoRandom(1);
  const pick = (count: number): number => Math.floor(random() * count);
  const scarcity = new Scarcity(model);
  const waiting = new Waiting(state, shapes);
  const shapesOnly = [...shapes.members.keys()].filter((shape) => shapes.isFree(shape));
  const tierOf = shapes.members.map(([w = -1]) => model.workloads[w]?.tier ?? 4);
  const sizeOf = shapes.members.map(([w = -1]) => scarcity.size(w));
  const compared = levelsThatCount(objectiveOf);
  const unplaced = (): number => objectiveOf.reduce((sum, name, l) => sum + (name === "place" ? (state.totals[l] ?? 0) : 0), 0);
  let left = Math.min(mostRuins, ruinsOfEach * model.wanted.reduce((sum, pods) => sum + pods, 0));
  while (left > 0 && waiting.pods > 0 && unplaced() > leastUnplaced) {
    const wasteful = nextWasteful(state, scarcity.scarce, pick(model.nodes.length));
    if (wasteful === undefined) {
      return;
    }
    const nodes = new Set([wasteful]);
    for (let extra = 1 + pick(mostNodes - 1); extra > 0; extra--) {
      nodes.add(pick(model.nodes.length));
    }
    const mark = state.mark();
    const before = compared.map((l) => state.totals[l] ?? 0);
    waiting.begin();
    for (const n of nodes) {
      left -= empty(state, n, shapes, waiting);
    }
    const noise = random();
    const order = shapesOnly
      .filter((shape) => waiting.has(shape))
      .map((shape) => ({ shape, tier: tierOf[shape] ?? 4, key: (sizeOf[shape] ?? 0) * (1 - noise * random()) }))
      .sort((a, b) => a.tier - b.tier || b.key - a.key || a.shape - b.shape);
    for (const { shape } of order) {
      fill(state, shape, [...nodes], waiting, pick);
    }
    left--;
    const change = compared.map((l, i) => (state.totals[l] ?? 0) - (before[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
    if (change > 0) {
      state.undo(mark);
      waiting.undo();
    }
  }
}

/** What a result must not be worse in: pods placed, then restarts. */
function levelsThatCount(objectiveOf: RankedLevels["objectiveOf"]): readonly number[] {
  const of = (...names: readonly (ObjectiveName | "tie-break")[]): readonly number[] =>
    objectiveOf.flatMap((name, l) => (names.includes(name) ? [l] : []));
  return [...of("place"), ...of("disruption", "tie-break")];
}

/** Takes all pods off the node that may leave it without consequence for others; returns how many. */
function empty(state: State, n: number, shapes: Shapes, waiting: Waiting): number {
  let pods = 0;
  for (const w of state.workloadsOn(n)) {
    const shape = shapes.shapeOf[w] ?? -1;
    if (shape >= 0 && shapes.isFree(shape)) {
      for (let count = state.count(w, n); count > 0; count--) {
        state.remove(w, n);
        waiting.push(shape, w);
        pods++;
      }
    }
  }
  return pods;
}

/** Places as many pods of a shape as fit on a few nodes, each on one at random. */
function fill(state: State, shape: number, nodes: readonly number[], waiting: Waiting, pick: (count: number) => number): void {
  const first = waiting.last(shape);
  let open = nodes.filter((n) => fits(state, first, n));
  while (open.length > 0 && waiting.has(shape)) {
    const w = waiting.last(shape);
    const n = open[pick(open.length)] ?? -1;
    if (fits(state, w, n)) {
      state.add(w, n);
      waiting.pop(shape);
    } else {
      open = open.filter((other) => other !== n);
    }
  }
}

/** The first node from a position on that has some of the resource left. */
function nextWasteful({ model, usage }: State, r: number, from: number): number | undefined {
  const { capacity, nodes, width } = model;
  for (let step = 0; step < nodes.length; step++) {
    const n = (from + step) % nodes.length;
    if ((capacity[n * width + r] ?? 0) > (usage[n * width + r] ?? 0)) {
      return n;
    }
  }
  return undefined;
}

/** Pods without a node that may be exchanged for others of their shape; what has been done since `begin` can be undone. */
class Waiting {
  pods = 0;
  readonly #byShape: number[][];
  readonly #log: { readonly shape: number; readonly w: number; readonly pushed: boolean }[] = [];

  constructor(state: State, shapes: Shapes) {
    this.#byShape = shapes.members.map((members, shape) =>
      shapes.isFree(shape) ? members.flatMap((w) => Array.from({ length: Math.max(0, state.unplaced(w)) }, () => w)) : [],
    );
    this.pods = this.#byShape.reduce((sum, { length }) => sum + length, 0);
  }

  has(shape: number): boolean {
    return (this.#byShape[shape]?.length ?? 0) > 0;
  }

  last(shape: number): number {
    return this.#byShape[shape]?.at(-1) ?? -1;
  }

  begin(): void {
    this.#log.length = 0;
  }

  push(shape: number, w: number): void {
    this.#byShape[shape]?.push(w);
    this.pods++;
    this.#log.push({ shape, w, pushed: true });
  }

  pop(shape: number): void {
    const w = this.#byShape[shape]?.pop() ?? -1;
    this.pods--;
    this.#log.push({ shape, w, pushed: false });
  }

  undo(): void {
    for (const { shape, w, pushed } of this.#log.reverse()) {
      if (pushed) {
        this.#byShape[shape]?.pop();
      } else {
        this.#byShape[shape]?.push(w);
      }
      this.pods += pushed ? -1 : 1;
    }
  }
}
