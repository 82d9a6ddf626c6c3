import type { Model } from "../search/model";
import { cpu, memory } from "../search/model";
import { shared } from "../search/topology";
import { type Objective, wholeBound } from "./objective";
import { weightedRestarts } from "./restarts";

/**
 * What evenness a change must bring for every restart that it causes, counted by tier. Moving one per cent of an average
 * node between nodes whose utilisation differs by a good quarter brings about this much; less is not worth a restart.
 */
export const restartPrice = 5_000;
/** A pod on a node whose PreferNoSchedule taint it does not tolerate counts like twenty restarts of the lowest tier. */
const discouragedPrice = 20 * restartPrice;

/**
 * Even load on the workers: the squares of CPU and memory utilisation in per mille, summed over nodes, each node
 * weighted by its share of the capacity (1 for an average node), so that the least is reached when all are equally full.
 * Squares look at every node at once; the highest utilisation alone would stop mattering as soon as one node cannot be
 * relieved. A cluster of control planes alone balances those. Each restart adds its price.
 */
export const balance: Objective = {
  name: "balance",
  levels: (model) => {
    const weights = [cpu, memory].map((r) => balanceWeights(model, r));
    const { width } = model;
    return [
      {
        node: (state, n) => {
          let total = 0;
          for (let r = cpu; r <= memory; r++) {
            const weight = weights[r]?.[n] ?? 0;
            total += weighedSquare(weight, state.used(n, r), model.capacity[n * width + r] ?? 0);
          }
          return total;
        },
        workload: (state, w) => weightedRestarts(state, w) * restartPrice,
        pod: (w, n) => (model.isDiscouraged(w, n) ? discouragedPrice : 0),
      },
    ];
  },
  bound: ({ model, load, capacity, demands, free, forcedRestarts }) => {
    const welcome = shared((nodes: readonly number[]) =>
      // Of workloads in one class, all or none are discouraged.
      shared((workloadClass: number) => {
        const w = model.classes.workloadClass.indexOf(workloadClass);
        return nodes.some((n) => !model.isDiscouraged(w, n));
      }),
    );
    let total = forcedRestarts.weighted * restartPrice;
    for (const { w, pods, nodes } of free) {
      total += pods * (welcome(nodes)(model.classes.workloadClass[w] ?? 0) ? 0 : discouragedPrice);
    }
    for (const r of [cpu, memory]) {
      const weights = balanceWeights(model, r);
      const term = (n: number, amount: number): number =>
        capacity(n, r) > 0 ? (weights[n] ?? 0) * ((amount * 1000) / capacity(n, r)) ** 2 : 0;
      const still = model.nodes.reduce((sum, _, n) => sum + weighedSquare(weights[n] ?? 0, load(n, r), capacity(n, r)), 0);
      const filled = demands(r)
        .filter(({ nodes }) => nodes.every((n) => (weights[n] ?? 0) > 0))
        .map(({ nodes, amount }) => {
          const levels = evenFill(
            nodes.map((n) => ({ capacity: capacity(n, r), load: load(n, r) })),
            amount,
          );
          const inside = nodes.reduce((sum, n, i) => sum + term(n, levels[i] ?? 0), 0);
          const members = new Set(nodes);
          return model.nodes.reduce((sum, _, n) => sum + (members.has(n) ? 0 : term(n, load(n, r))), inside);
        });
      total += Math.max(still, ...filled.map(wholeBound));
    }
    return total;
  },
};

/**
 * The loads that minimise the capacity-weighted sum of squared utilisations when `amount` may be split at will: every
 * node that receives any is filled to the same utilisation.
 */
export function evenFill(nodes: readonly { readonly capacity: number; readonly load: number }[], amount: number): readonly number[] {
  const emptiestFirst = nodes.filter(({ capacity }) => capacity > 0).toSorted((a, b) => a.load / a.capacity - b.load / b.capacity);
  let level = 0;
  let load = amount;
  let capacity = 0;
  for (const node of emptiestFirst) {
    if (capacity > 0 && level <= node.load / node.capacity) {
      break;
    }
    load += node.load;
    capacity += node.capacity;
    level = load / capacity;
  }
  return nodes.map((node) => Math.max(node.load, level * node.capacity));
}

/** A node's term: the square of its utilisation in per mille times its weight, as a whole number. */
function weighedSquare(weight: number, used: number, capacity: number): number {
  const utilisation = capacity > 0 ? (used * 1000) / capacity : 0;
  return Math.ceil(weight * utilisation * utilisation);
}

/** Capacity of each node that is balanced, by the average of theirs; 0 for the others. */
export function balanceWeights(model: Model, r: number): readonly number[] {
  const anyWorker = model.nodes.some((node) => !node.controlPlane);
  const capacities = model.nodes.map((node, n) =>
    anyWorker && node.controlPlane ? 0 : (model.capacity[n * model.resources.length + r] ?? 0),
  );
  const total = capacities.reduce((sum, capacity) => sum + capacity, 0);
  const count = capacities.filter((capacity) => capacity > 0).length;
  return capacities.map((capacity) => (total === 0 ? 0 : (capacity * count) / total));
}
