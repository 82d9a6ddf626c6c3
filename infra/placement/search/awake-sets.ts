import { ceilingPerMille } from "../objectives/ceilings";
import { lastingPods, restartWeight } from "../objectives/restarts";
import { idleMilliwatts, maySleep, podMilliwatts, restartPriceMilliwatts } from "../objectives/watts";
import { memory, type Model } from "./model";
import type { State } from "./state";

/** Nodes that are awake, ascending, and what they draw at least. */
export interface AwakeSet {
  readonly nodes: readonly number[];
  readonly milliwatts: number;
}

/** What a set draws when its nodes' room has a price, and what each movable workload's pods then cost on each of its nodes. */
export interface PricedSet extends AwakeSet {
  /** Movable workloads × the set's nodes; infinite where there can be none. */
  readonly costs: readonly Float64Array[];
}

/** Rounds of prices; more make the judgement of a set little better. */
const priceRounds = 50;
/** Sets up to which those with two nodes fewer are looked at. */
const pairLimit = 8_000;

/** Judges sets of awake nodes for all movable pods without packing them: pods may be split at will. */
export class AwakeSets {
  readonly #model: Model;
  /** Movable workloads that have pods, in the order in which they are placed. */
  readonly workloads: readonly number[];
  readonly #pods: readonly number[];
  readonly #idle: readonly number[];
  /** Nodes × resources: what is left for movable pods. */
  readonly #room: Float64Array;
  readonly #limit: Float64Array;
  /** Workloads × nodes: milliwatts of one pod, and of its restart. */
  readonly #draw: readonly Float64Array[];
  readonly #fixedDraw: number;
  /** Of all movable pods, by resource. */
  readonly #demand: readonly number[];
  readonly #always: readonly boolean[];

  constructor(state: State) {
    const { model } = state;
    const { width, requests } = model;
    const ceilings = model.problem.objectives.includes("ceilings");
    this.#model = model;
    this.workloads = model.order.filter((w) => model.movable[w] === 1 && (state.placed[w] ?? 0) > 0);
    this.#pods = this.workloads.map((w) => state.placed[w] ?? 0);
    this.#idle = model.nodes.map((_, n) => idleMilliwatts(model, n));
    this.#limit = model.capacity.map((capacity, entry) => {
      const r = entry % width;
      return ceilings && r <= memory ? (capacity * Math.min(1000, ceilingPerMille(model, Math.floor(entry / width), r))) / 1000 : capacity;
    });
    this.#room = this.#limit.map((limit, entry) => limit - (state.usage[entry] ?? 0));
    this.#demand = model.resources.map((_, r) =>
      this.workloads.reduce((sum, w, i) => sum + (this.#pods[i] ?? 0) * (requests[w * width + r] ?? 0), 0),
    );
    const busy = Int32Array.from(state.busy);
    for (const w of this.workloads) {
      for (const n of state.nodesOf(w)) {
        busy[n] = (busy[n] ?? 0) - state.count(w, n);
        for (let r = 0; r < width; r++) {
          const entry = n * width + r;
          this.#room[entry] = (this.#room[entry] ?? 0) + state.count(w, n) * (requests[w * width + r] ?? 0);
        }
      }
    }
    this.#always = model.nodes.map((_, n) => (busy[n] ?? 0) > 0 || !maySleep(model, n));
    this.#draw = this.workloads.map((w) => this.#drawOf(w));
    this.#fixedDraw = model.workloads.reduce(
      (sum, { mode }, w) =>
        sum + (mode === "fixed" ? state.nodesOf(w).reduce((all, n) => all + state.count(w, n) * podMilliwatts(model, w, n), 0) : 0),
      0,
    );
  }

  #drawOf(w: number): Float64Array {
    const model = this.#model;
    const restart = lastingPods(model, w) > 0 ? restartWeight(model, w) * restartPriceMilliwatts : 0;
    return Float64Array.from(model.nodes, (_, n) => {
      const fits = model.resources.every((__, r) => (model.requests[w * model.width + r] ?? 0) <= (this.#room[n * model.width + r] ?? 0));
      return !model.admits(w, n) || !fits ? Number.POSITIVE_INFINITY : podMilliwatts(model, w, n) + (model.running(w, n) > 0 ? 0 : restart);
    });
  }

  /** Sets that differ by at most one node that wakes and two that sleep and have room for all, each once. */
  near(awake: readonly boolean[]): readonly (readonly number[])[] {
    const numbers = this.#model.nodes.map((_, n) => n);
    const sleepers = numbers.filter((n) => awake[n] === true && this.#always[n] !== true);
    const wakers = numbers.filter((n) => awake[n] !== true);
    const pairs = sleepers.length ** 2 * (wakers.length + 1) <= pairLimit;
    return [undefined, ...wakers].flatMap((waking) => {
      const more = waking === undefined ? awake : awake.with(waking, true);
      return [undefined, ...sleepers].flatMap((first, i) => {
        const fewer = first === undefined ? more : more.with(first, false);
        const seconds = first !== undefined && pairs ? sleepers.slice(i) : [];
        return [undefined, ...seconds]
          .map((second) => numbers.filter((n) => fewer[n] === true && n !== second))
          .filter((nodes) => this.#hasRoom(nodes));
      });
    });
  }

  /** What the set draws at least if no node had a price: a quick judgement. */
  cheap(nodes: readonly number[]): number {
    return (
      this.#fixedDraw +
      nodes.reduce((sum, n) => sum + (this.#idle[n] ?? 0), 0) +
      this.workloads.reduce(
        (sum, _, i) =>
          sum + (this.#pods[i] ?? 0) * nodes.reduce((least, n) => Math.min(least, this.#draw[i]?.[n] ?? 0), Number.POSITIVE_INFINITY),
        0,
      )
    );
  }

  /**
   * Raises the prices of what too many pods want and lowers those of the rest (Lagrange multipliers of the capacities, by
   * subgradients), so that pods that lose least by it make way.
   *
   * @param target milliwatts of the best placement known: the step's measure.
   */
  priced(nodes: readonly number[], target: number): PricedSet {
    const { width, requests } = this.#model;
    const entries = nodes.length * width;
    const prices = new Float64Array(entries);
    const best = new Float64Array(entries);
    const excess = new Float64Array(entries);
    const room = Float64Array.from(
      { length: entries },
      (_, e) => this.#room[(nodes[Math.floor(e / width)] ?? 0) * width + (e % width)] ?? 0,
    );
    const share = this.workloads.map((w) =>
      Float64Array.from({ length: entries }, (_, e) =>
        (room[e] ?? 0) > 0 ? (requests[w * width + (e % width)] ?? 0) / (room[e] ?? 1) : 0,
      ),
    );
    const costOf = (i: number, k: number, at: Float64Array): number => {
      let cost = this.#draw[i]?.[nodes[k] ?? 0] ?? 0;
      for (let r = 0; r < width; r++) {
        cost += (at[k * width + r] ?? 0) * (share[i]?.[k * width + r] ?? 0);
      }
      return cost;
    };
    const idle = this.#fixedDraw + nodes.reduce((sum, n) => sum + (this.#idle[n] ?? 0), 0);
    let milliwatts = Number.NEGATIVE_INFINITY;
    let pace = 1;
    let stale = 0;
    for (let round = 0; round < priceRounds; round++) {
      let value = idle;
      for (let e = 0; e < entries; e++) {
        excess[e] = -1;
        value -= prices[e] ?? 0;
      }
      for (let i = 0; i < this.workloads.length; i++) {
        let least = Number.POSITIVE_INFINITY;
        let chosen = 0;
        for (let k = 0; k < nodes.length; k++) {
          const cost = costOf(i, k, prices);
          if (cost < least) {
            least = cost;
            chosen = k;
          }
        }
        const pods = this.#pods[i] ?? 0;
        value += pods * least;
        for (let e = chosen * width; e < (chosen + 1) * width; e++) {
          excess[e] = (excess[e] ?? 0) + pods * (share[i]?.[e] ?? 0);
        }
      }
      if (value > milliwatts) {
        milliwatts = value;
        best.set(prices);
        stale = 0;
      } else if (++stale >= 5) {
        pace /= 2;
        stale = 0;
      }
      const norm = excess.reduce((sum, each, e) => sum + (each > 0 || (prices[e] ?? 0) > 0 ? each * each : 0), 0);
      if (norm === 0 || value === Number.POSITIVE_INFINITY) {
        break;
      }
      const step = (pace * Math.max(target * 1.01 - value, target * 1e-3)) / norm;
      for (let e = 0; e < entries; e++) {
        prices[e] = Math.max(0, (prices[e] ?? 0) + step * (excess[e] ?? 0));
      }
    }
    const costs = this.workloads.map((_, i) => Float64Array.from(nodes, (__, k) => costOf(i, k, best)));
    return { nodes, milliwatts, costs };
  }

  /** Whether one more pod of the workload leaves the node within its ceilings. */
  isWithinCeilings(state: State, w: number, n: number): boolean {
    const { width, requests } = this.#model;
    for (let r = 0; r < width; r++) {
      const request = requests[w * width + r] ?? 0;
      if (request > 0 && state.used(n, r) + request > (this.#limit[n * width + r] ?? 0)) {
        return false;
      }
    }
    return true;
  }

  #hasRoom(nodes: readonly number[]): boolean {
    const { resources, width } = this.#model;
    return resources.every(
      (_, r) => nodes.reduce((sum, n) => sum + Math.max(0, this.#room[n * width + r] ?? 0), 0) >= (this.#demand[r] ?? 0),
    );
  }
}
