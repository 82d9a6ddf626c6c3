import { balanceWeights, restartPrice } from "../objectives/balance";
import { ceilingPerMille } from "../objectives/ceilings";
import { lastingPods, restartWeight } from "../objectives/restarts";
import { podMilliwatts, restartPriceMilliwatts } from "../objectives/watts";
import type { Sharing } from "./sharing";
import { cpu, memory, type Model } from "./model";
import { noLeader } from "./pod-terms";
import { isBetter } from "./is-better";
import type { State } from "./state";
import { fitsBeforeOthers } from "./step";

/** What is made small: one of the objectives that ask for all pods at once. */
export type Shared = "watts" | "balance";

/** Finds the cheapest sharing that it can; undefined where there is none that is any better. */
export type Method = (sharing: Sharing, start: Int32Array) => Int32Array | undefined;

/**
 * Shares out all pods on some nodes, or on none, that only resources, taints and requirements concern, among these nodes. What the
 * figures leave out (pods that restart together, the earlier objectives) is judged afterwards.
 *
 * @returns whether the state became better; if not, everything is where it was.
 */
export function shareOut(state: State, nodes: readonly number[], shared: Shared, method: Method): boolean {
  const { model } = state;
  const { width } = model;
  const placeOf = new Int32Array(model.nodes.length).fill(-1);
  nodes.forEach((n, k) => {
    placeOf[n] = k;
  });
  const pods: number[] = [];
  /** Where each is in the state; -1: nowhere. */
  const homes: number[] = [];
  for (const w of model.order) {
    if (model.movable[w] === 1 && isFree(state, w)) {
      const inside = state.nodesOf(w).filter((n) => (placeOf[n] ?? -1) >= 0);
      const all = [
        ...inside.flatMap((n) => Array.from({ length: state.count(w, n) }, () => placeOf[n] ?? -1)),
        ...Array.from({ length: Math.max(0, state.unplaced(w)) }, () => -1),
      ];
      pods.push(...all.map(() => w));
      homes.push(...all);
    }
  }
  const costs = Float64Array.from({ length: pods.length * nodes.length }, (_, e) =>
    costOf(model, pods[Math.floor(e / nodes.length)] ?? 0, nodes[e % nodes.length] ?? 0, shared),
  );
  const start = homes.map((home, i) => (home < 0 ? cheapest(costs.subarray(i * nodes.length, (i + 1) * nodes.length)) : home));
  const requests = Float64Array.from(
    { length: pods.length * width },
    (_, e) => model.requests[(pods[Math.floor(e / width)] ?? 0) * width + (e % width)] ?? 0,
  );
  const used = entries(model, nodes, (n, r) => state.used(n, r));
  homes.forEach((home, i) => {
    for (let r = 0; r < width && home >= 0; r++) {
      const e = home * width + r;
      used[e] = (used[e] ?? 0) - (requests[i * width + r] ?? 0);
    }
  });
  const shares = method(
    {
      pods: pods.length,
      nodes: nodes.length,
      width,
      requests,
      costs,
      used,
      limits: entries(model, nodes, (n, r) => limitOf(model, n, r)),
      squares: squaresOf(model, nodes, shared),
    },
    Int32Array.from(start),
  );
  if (shares === undefined) {
    return false;
  }
  const mark = state.mark();
  const before = Float64Array.from(state.totals);
  const moving = pods.flatMap((w, i) =>
    shares[i] === homes[i] ? [] : [{ w, from: nodes[homes[i] ?? -1], to: nodes[shares[i] ?? 0] ?? 0 }],
  );
  for (const { w, from } of moving) {
    if (from !== undefined) {
      state.remove(w, from);
    }
  }
  const possible = moving.every(({ w, to }) => {
    const fits = fitsBeforeOthers(state, w, to);
    if (fits) {
      state.add(w, to);
    }
    return fits;
  });
  if (possible && !state.isBroken && isBetter(state.totals, before)) {
    return true;
  }
  state.undo(mark);
  return false;
}

/** Whether no other pod has a say in where the workload's pods are. */
function isFree(state: State, w: number): boolean {
  const { followers, dependents, leader } = state.model;
  return (
    state.constraintsOf(w).length === 0 && followers(w).length === 0 && dependents(w).length === 0 && (leader[w] ?? noLeader) === noLeader
  );
}

/** Where the least of the figures is. */
function cheapest(figures: Float64Array): number {
  return figures.reduce((least, figure, i) => (figure < (figures[least] ?? 0) ? i : least), 0);
}

function entries(model: Model, nodes: readonly number[], of: (n: number, r: number) => number): Float64Array {
  return Float64Array.from({ length: nodes.length * model.width }, (_, e) => of(nodes[Math.floor(e / model.width)] ?? 0, e % model.width));
}

function limitOf(model: Model, n: number, r: number): number {
  const capacity = model.capacity[n * model.width + r] ?? 0;
  const ceiling = model.problem.objectives.includes("ceilings") && r <= memory ? Math.min(1000, ceilingPerMille(model, n, r)) : 1000;
  return (capacity * ceiling) / 1000;
}

function costOf(model: Model, w: number, n: number, shared: Shared): number {
  if (!model.admits(w, n)) {
    return Number.POSITIVE_INFINITY;
  }
  const moves = model.running(w, n) === 0 && lastingPods(model, w) > 0 ? restartWeight(model, w) : 0;
  return shared === "watts" ? podMilliwatts(model, w, n) + moves * restartPriceMilliwatts : moves * restartPrice;
}

function squaresOf(model: Model, nodes: readonly number[], shared: Shared): Float64Array {
  const weights = [cpu, memory].map((r) => balanceWeights(model, r));
  return entries(model, nodes, (n, r) => {
    const capacity = model.capacity[n * model.width + r] ?? 0;
    return shared === "watts" || r > memory || capacity === 0 ? 0 : ((weights[r]?.[n] ?? 0) * 1000 ** 2) / capacity ** 2;
  });
}
