import type { Model } from "./model";
import type { State } from "./state";

/** Which resource a problem has least of for what is requested, and what that means for where pods go. */
export class Scarcity {
  /** The resource of which most is requested for what there is. */
  readonly scarce: number;
  readonly #model: Model;
  readonly #supply: Float64Array;

  constructor(model: Model) {
    const { capacity, movable, requests, wanted, width, workloads } = model;
    this.#model = model;
    this.#supply = new Float64Array(width);
    capacity.forEach((amount, i) => {
      this.#supply[i % width] = (this.#supply[i % width] ?? 0) + amount;
    });
    const demand = new Float64Array(width);
    workloads.forEach((_, w) => {
      for (let r = 0; r < width && movable[w] === 1; r++) {
        demand[r] = (demand[r] ?? 0) + (wanted[w] ?? 0) * (requests[w * width + r] ?? 0);
      }
    });
    const ratio = demand.map((amount, r) => amount / Math.max(1, this.#supply[r] ?? 0));
    this.scarce = ratio.reduce((most, each, r) => (each > (ratio[most] ?? 0) ? r : most), 0);
  }

  /** How much of the cluster one pod takes: of the scarce resource, and a little of each other. */
  size(w: number): number {
    const { requests, width } = this.#model;
    let size = 0;
    for (let r = 0; r < width; r++) {
      const share = (requests[w * width + r] ?? 0) / Math.max(1, this.#supply[r] ?? 0);
      size += r === this.scarce ? share : share / otherShare;
    }
    return size;
  }

  /** How much the node has left of what else the pod requests, for what it has left of the scarce resource. */
  plenty(state: State, w: number, n: number): number {
    const { capacity, requests, width } = this.#model;
    let least = 1;
    for (let r = 0; r < width; r++) {
      if (r !== this.scarce && (requests[w * width + r] ?? 0) > 0) {
        least = Math.min(least, state.free(n, r) / Math.max(1, capacity[n * width + r] ?? 0));
      }
    }
    const has = capacity[n * width + this.scarce] ?? 0;
    const scarceLeft = has > 0 ? state.free(n, this.scarce) / has : 0;
    return least / (scarceLeft + 1e-3);
  }
}

/** Other resources weigh a third in what a pod takes. */
const otherShare = 3;
