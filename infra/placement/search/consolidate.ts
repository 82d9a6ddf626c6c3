import { poolForms } from "../aggregate/pool-forms";
import { poolProgram, type PoolProgram } from "../aggregate/pool-program";
import { type PoolSolution, solvePools } from "../aggregate/solve-pools";
import { relax } from "../certificate/relaxation";
import type { Solver } from "../exact/solver";
import { restartWeight } from "../objectives/restarts";
import { idleMilliwatts } from "../objectives/watts";
import { isBetter } from "./is-better";
import type { RankedLevels } from "./search";
import type { State } from "./state";
import { take } from "./step";
import { takeExcess } from "./take-excess";

/** More milliwatts than the choice between two nodes can save: quotas come first. */
const milliwattsOfQuota = 1e9;

/**
 * Puts to sleep what a linear program over kinds of nodes says can sleep: the nodes that stay on are those that cost most
 * to empty. Pods on the others, and pods that have not run yet, are shared out among the kinds in the proportions of the
 * program, so that pods with much CPU and pods with much memory fill a node together; within a kind they go to the
 * emptiest node. What finds no room there wakes a node again.
 */
export function consolidate(state: State, { objectiveOf }: RankedLevels, solver: Solver): void {
  const { model, index } = state;
  const watts = objectiveOf.indexOf("watts");
  if (index === undefined) {
    return;
  }
  const restarts = restartsToEmpty(state);
  const posed = poolProgram(relax(model, true), {
    underCeilings: model.problem.objectives.includes("ceilings"),
    coreAlone: true,
    restartsToEmpty: (n) => restarts[n] ?? 0,
  });
  const scale = 1e6 / Math.max(1, state.totals[watts] ?? 0);
  const solution = posed === undefined ? undefined : solvePools(posed, poolForms.watts(posed), scale, solver);
  if (posed === undefined || solution === undefined) {
    return;
  }
  const stays = staying(posed, solution, restarts);
  const quotas = new Quotas(posed, solution);
  const loose = takeLoose(state, stays);
  for (const [w, n, pods] of state.entries()) {
    quotas.use(w, model.kinds.kindOf[n] ?? 0, pods);
  }
  const idle = Float64Array.from(model.nodes, (_, n) => idleMilliwatts(model, n));
  const price = (w: number, n: number): number =>
    milliwattsOfQuota * (1 - quotas.left(w, model.kinds.kindOf[n] ?? 0)) - (stays[n] === 1 && state.busy[n] === 0 ? (idle[n] ?? 0) : 0);
  for (const offersAll of [false, true]) {
    index.offerOnly((n) => offersAll || stays[n] === 1);
    for (const w of model.order) {
      while ((loose[w] ?? 0) > 0) {
        const { node, change } = cheapest(state, w, watts, price);
        // Rather than do harm to what comes before watts, it wakes a node.
        if (node < 0 || (!offersAll && change.subarray(0, watts).some((by) => by > 0))) {
          break;
        }
        state.add(w, node);
        quotas.use(w, model.kinds.kindOf[node] ?? 0, 1);
        loose[w] = (loose[w] ?? 0) - 1;
      }
    }
  }
}

/** Restarts, counted by tier, that emptying each node causes. */
function restartsToEmpty(state: State): Float64Array {
  const { model } = state;
  return Float64Array.from(model.nodes, (_, n) =>
    state.workloadsOn(n).reduce((sum, w) => sum + (model.movable[w] === 1 ? state.settled(w, n) * restartWeight(model, w) : 0), 0),
  );
}

/** Of each kind as many nodes as are to be on, those first that cost most to empty. */
function staying(posed: PoolProgram, { columns }: PoolSolution, restarts: Float64Array): Uint8Array {
  const stays = new Uint8Array(restarts.length);
  const on = shared(posed, (kind) => (posed.pools[kind]?.parts ?? []).map((part) => columns[part.on] ?? 0));
  posed.pools.forEach(({ nodes }, kind) => {
    const kept = nodes.toSorted((a, b) => (restarts[b] ?? 0) - (restarts[a] ?? 0) || a - b);
    for (const n of kept.slice(0, Math.ceil((on[kind] ?? 0) - 1e-6))) {
      stays[n] = 1;
    }
  });
  return stays;
}

/**
 * What each pool has of something, evened out: pools that the program cannot tell apart, because they differ in their zone
 * alone, share what they have, so that pods that are spread find room in all of them.
 */
function shared({ pools }: PoolProgram, of: (kind: number) => readonly number[]): readonly number[] {
  const total = new Map<string, { amount: number; nodes: number }>();
  pools.forEach(({ nodes, twins }, kind) => {
    const { amount, nodes: others } = total.get(twins) ?? { amount: 0, nodes: 0 };
    total.set(twins, { amount: of(kind).reduce((sum, each) => sum + each, amount), nodes: others + nodes.length });
  });
  return pools.map(({ nodes, twins }) => {
    const { amount, nodes: all } = total.get(twins) ?? { amount: 0, nodes: 1 };
    return (amount * nodes.length) / all;
  });
}

/** How much of each group of pods is still to go to each kind of nodes. */
class Quotas {
  readonly #whole: readonly Float64Array[];
  readonly #left: readonly Float64Array[];
  readonly #groupOf: Int32Array;
  readonly #sizeOf: Float64Array;

  constructor(posed: PoolProgram, { columns }: PoolSolution) {
    const { workloads } = posed.relaxation.model;
    this.#groupOf = new Int32Array(workloads.length).fill(-1);
    this.#sizeOf = new Float64Array(workloads.length);
    posed.groups.forEach(({ members }, group) => {
      for (const { w, size } of members) {
        this.#groupOf[w] = group;
        this.#sizeOf[w] = size;
      }
    });
    this.#whole = posed.shares.map((share) =>
      Float64Array.from(shared(posed, (kind) => (share[kind] ?? []).map((column) => columns[column] ?? 0))),
    );
    this.#left = this.#whole.map((amounts) => amounts.slice());
  }

  size(w: number): number {
    return this.#sizeOf[w] ?? 0;
  }

  /** The part of a kind's quota that is left; negative when more is there. */
  left(w: number, kind: number): number {
    const group = this.#groupOf[w] ?? -1;
    const whole = this.#whole[group]?.[kind] ?? 0;
    return whole === 0 ? -1 : (this.#left[group]?.[kind] ?? 0) / whole;
  }

  use(w: number, kind: number, pods: number): void {
    const left = this.#left[this.#groupOf[w] ?? -1];
    if (left !== undefined) {
      left[kind] = (left[kind] ?? 0) - pods * (this.#sizeOf[w] ?? 0);
    }
  }
}

/**
 * Takes pods off nodes that are to sleep, those that run nowhere yet off all, those that are too many for a node, and from
 * where they crowd what else would stay unevenly spread; returns how many of each workload have no node.
 */
function takeLoose(state: State, stays: Uint8Array): Int32Array {
  const { model } = state;
  const loose = Int32Array.from(model.workloads, (_, w) => (model.movable[w] === 1 ? Math.max(0, state.unplaced(w)) : 0));
  const takeOne = (w: number, n: number): void => {
    for (const each of take(state, w, n)) {
      loose[each] = (loose[each] ?? 0) + 1;
    }
  };
  for (const w of model.order) {
    for (const n of model.movable[w] === 1 ? state.nodesOf(w) : []) {
      const keeps = stays[n] === 1 ? state.settled(w, n) : 0;
      while (state.count(w, n) > keeps) {
        takeOne(w, n);
      }
    }
  }
  if (model.problem.objectives.includes("ceilings")) {
    for (let n = 0; n < model.nodes.length; n++) {
      for (const each of takeExcess(state, n)) {
        loose[each] = (loose[each] ?? 0) + 1;
      }
    }
  }
  for (const w of model.order) {
    const constraints = state.constraintsOf(w);
    const crowding = (n: number): number => constraints.reduce((sum, each) => sum + (each.crowding?.(w, n) ?? 0), 0);
    while (state.nodeCount(w) > 0 && constraints.some((each) => each.isBroken?.(w) === true)) {
      takeOne(
        w,
        state.nodesOf(w).reduce((most, n) => (crowding(n) > crowding(most) ? n : most)),
      );
    }
  }
  return loose;
}

/** The candidate that changes the levels for the best when watts are counted with the price, and how; -1 when there is none. */
function cheapest(
  state: State,
  w: number,
  watts: number,
  price: (w: number, n: number) => number,
): { readonly node: number; readonly change: Float64Array } {
  const change = new Float64Array(state.levels.length);
  const probed = new Float64Array(state.levels.length);
  let node = -1;
  for (const n of state.index?.candidates(w) ?? []) {
    state.probe(w, n, probed);
    probed[watts] = (probed[watts] ?? 0) + price(w, n);
    if (node < 0 || isBetter(probed, change)) {
      node = n;
      change.set(probed);
    }
  }
  return { node, change };
}
