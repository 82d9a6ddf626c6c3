import type { Model } from "../search/model";
import { compareText, cpu, memory } from "../search/model";
import { shared } from "../search/topology";
import { type Objective, wholeBound } from "./objective";
import { weightedRestarts } from "./restarts";

/** Milliwatts that a change must save for every restart that it causes, counted by tier: ten watts in tier 0. */
export const restartPriceMilliwatts = 100;

/** Milliwatts that one pod of a workload adds to a node. */
export function podMilliwatts(model: Model, w: number, n: number): number {
  return loadMilliwatts(model, model.requests[w * model.resources.length + cpu] ?? 0, n);
}

/** Milliwatts that requested CPU adds to a node: its share of the CPU times what full load adds to idling. */
export function loadMilliwatts(model: Model, cpuMilli: number, n: number): number {
  const power = model.nodes[n]?.power;
  const capacity = model.capacity[n * model.resources.length + cpu] ?? 0;
  return power === undefined || capacity === 0
    ? 0
    : Math.round((Math.max(0, power.fullWatts - power.idleWatts) * 1000 * cpuMilli) / capacity);
}

/** Milliwatts of a node that runs nothing but its DaemonSets: what putting it to sleep saves. */
export function idleMilliwatts(model: Model, n: number): number {
  const daemons = model.daemonSets.reduce((sum, w) => sum + (model.admits(w, n) ? podMilliwatts(model, w, n) : 0), 0);
  return Math.round((model.nodes[n]?.power.idleWatts ?? 0) * 1000) + daemons;
}

/** Whether a node may sleep when it runs nothing but DaemonSets. A control plane carries etcd and the API, and may not. */
export function maySleep(model: Model, n: number): boolean {
  const node = model.nodes[n];
  return node !== undefined && !(node.runsControlPlane ?? node.controlPlane);
}

/**
 * Estimated draw in milliwatts: idling of every control plane and of every other node that runs more than DaemonSets
 * (the rest may sleep), and what requested CPU adds. Each restart adds its price, so that nothing moves for less.
 */
export const watts: Objective = {
  name: "watts",
  levels: (model) => {
    const idle = model.nodes.map((_, n) => idleMilliwatts(model, n));
    return [
      {
        node: (state, n) => ((state.busy[n] ?? 0) > 0 || !maySleep(model, n) ? (idle[n] ?? 0) : 0),
        workload: (state, w) => weightedRestarts(state, w) * restartPriceMilliwatts,
        pod: (w, n) => (model.workloads[w]?.mode === "perNode" ? 0 : podMilliwatts(model, w, n)),
      },
    ];
  },
  bound: ({ model, load, capacity, demands, free, forcedRestarts, basePods, isAwake }) => {
    const idle = model.nodes.map((_, n) => idleMilliwatts(model, n));
    const idleOf = (n: number): number => idle[n] ?? 0;
    // The draw of a pod depends on the kind of node alone.
    const oneOfEachKind = shared((nodes: readonly number[]) => [...new Map(nodes.map((n) => [model.kinds.kindOf[n], n])).values()]);
    let total = forcedRestarts.weighted * restartPriceMilliwatts;
    for (const [w, n, pods] of basePods) {
      total += model.workloads[w]?.mode === "perNode" ? 0 : pods * podMilliwatts(model, w, n);
    }
    for (const { w, pods, nodes } of free) {
      total += pods * Math.min(...oneOfEachKind(nodes).map((n) => podMilliwatts(model, w, n)));
    }
    model.nodes.forEach((_, n) => {
      total += isAwake(n) ? idleOf(n) : 0;
    });
    return total + Math.max(0, ...[cpu, memory].flatMap((r) => demands(r).map(({ nodes, amount }) => leastIdle(nodes, amount, r))));

    // Nodes that must be on anyway take what they can; the rest is bought in fractions of the cheapest other nodes,
    // and when none of the set is on, at least one whole node.
    function leastIdle(nodes: readonly number[], amount: number, r: number): number {
      const room = (n: number): number => Math.max(0, capacity(n, r) - load(n, r));
      const asleep = nodes.filter((n) => !isAwake(n) && room(n) > 0);
      let rest = amount - nodes.reduce((sum, n) => sum + (isAwake(n) ? room(n) : 0), 0);
      const price = (n: number): number => idleOf(n) / room(n);
      let cost = 0;
      for (const n of asleep.toSorted(
        (a, b) => price(a) - price(b) || compareText(model.nodes[a]?.name ?? "", model.nodes[b]?.name ?? ""),
      )) {
        if (rest > 0) {
          cost += Math.min(rest, room(n)) * price(n);
          rest -= room(n);
        }
      }
      const whole = amount > 0 && asleep.length === nodes.length && asleep.length > 0 ? Math.min(...asleep.map(idleOf)) : 0;
      return Math.max(wholeBound(cost), whole);
    }
  },
};
