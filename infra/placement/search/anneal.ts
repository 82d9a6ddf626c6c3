import { pseudoRandom } from "./pseudo-random";
import type { Method } from "./share-out";
import type { Sharing } from "./sharing";

/** How bold the changes are: shares of a pod's average cost that a change may add at first, and in the end, before it is unlikely. */
const hot = 0.5;
const cold = 0.001;
/** What a use of twice the limit costs, as a share of all costs. */
const overuse = 0.6;

/** Changes up to which annealing gets better in keeping with the time that it takes. */
const stepLimit = 8_000_000;

/**
 * {@link anneal} as a way to share out.
 *
 * @param steps changes that are tried, for each pair of a pod and a node.
 */
export function annealing(steps: number): Method {
  return (sharing, start) => anneal(sharing, start, Math.min(stepLimit, steps * sharing.pods * sharing.nodes));
}

/**
 * Simulated annealing: single pods move and pairs trade places at random, for the worse less and less often. Limits may be
 * exceeded on the way, at a price. It comes much closer to the least than steps that must each be better, because where
 * nodes are nearly full only several changes together bring anything.
 *
 * @param start the node of each pod.
 * @param steps how many changes are tried.
 * @returns the cheapest sharing within all limits that it came by, if there was one.
 */
export function anneal(sharing: Sharing, start: Int32Array, steps: number): Int32Array | undefined {
  const { pods, nodes, width, requests, costs, limits, squares } = sharing;
  const random = pseudoRandom(pods * 31 + nodes);
  const at = Int32Array.from(start);
  const used = Float64Array.from(sharing.used);
  let cost = 0;
  for (let pod = 0; pod < pods; pod++) {
    const n = at[pod] ?? 0;
    cost += costs[pod * nodes + n] ?? 0;
    for (let r = 0; r < width; r++) {
      used[n * width + r] = (used[n * width + r] ?? 0) + (requests[pod * width + r] ?? 0);
    }
  }
  const over = (use: number, limit: number): number => (use > limit ? (use - limit) / Math.max(1, limit) : 0);
  let excess = 0;
  for (let e = 0; e < used.length; e++) {
    cost += (squares[e] ?? 0) * (used[e] ?? 0) ** 2;
    excess += over(used[e] ?? 0, limits[e] ?? 0);
  }
  const average = cost / Math.max(1, pods);
  const price = overuse * cost;
  const best = Int32Array.from(at);
  let least = excess < 1e-9 ? cost : Number.POSITIVE_INFINITY;

  let costChange = 0;
  let excessChange = 0;
  /** Adds what it brings when the use of a node changes by what `coming` requests less what `going` does; -1: no pod. */
  function exchange(n: number, coming: number, going: number): void {
    for (let r = 0; r < width; r++) {
      const difference = (coming < 0 ? 0 : (requests[coming * width + r] ?? 0)) - (going < 0 ? 0 : (requests[going * width + r] ?? 0));
      if (difference !== 0) {
        const e = n * width + r;
        const before = used[e] ?? 0;
        const limit = limits[e] ?? 0;
        costChange += (squares[e] ?? 0) * difference * (2 * before + difference);
        excessChange += over(before + difference, limit) - over(before, limit);
      }
    }
  }
  function shift(pod: number, from: number, to: number): void {
    at[pod] = to;
    for (let r = 0; r < width; r++) {
      const request = requests[pod * width + r] ?? 0;
      used[from * width + r] = (used[from * width + r] ?? 0) - request;
      used[to * width + r] = (used[to * width + r] ?? 0) + request;
    }
  }

  let heat = hot * average;
  const cooling = (cold / hot) ** (1 / Math.max(1, steps));
  for (let step = 0; step < steps; step++) {
    heat *= cooling;
    const pod = Math.floor(random() * pods);
    const from = at[pod] ?? 0;
    const other = random() < 0.5 ? -1 : Math.floor(random() * pods);
    const to = other < 0 ? Math.floor(random() * nodes) : (at[other] ?? 0);
    const there = costs[pod * nodes + to] ?? 0;
    const back = other < 0 ? 0 : (costs[other * nodes + from] ?? 0) - (costs[other * nodes + to] ?? 0);
    if (to === from || !Number.isFinite(there) || !Number.isFinite(back)) {
      continue;
    }
    costChange = there - (costs[pod * nodes + from] ?? 0) + back;
    excessChange = 0;
    exchange(from, other, pod);
    exchange(to, pod, other);
    const worse = costChange + price * excessChange;
    if (worse <= 0 || random() < Math.exp(-worse / heat)) {
      cost += costChange;
      excess += excessChange;
      shift(pod, from, to);
      if (other >= 0) {
        shift(other, to, from);
      }
      if (excess < 1e-9 && cost < least - 1e-6) {
        least = cost;
        best.set(at);
      }
    }
  }
  return Number.isFinite(least) ? best : undefined;
}
