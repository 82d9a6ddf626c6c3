import { noLeader } from "../constraints/colocation";
import { maySleep } from "../objectives/watts";
import { placeBase } from "../search/base";
import type { Model } from "../search/model";
import { State } from "../search/state";

/** Pods that the plan may put on several nodes. */
export interface FreePods {
  readonly w: number;
  readonly pods: number;
  /** At least one, ascending. */
  readonly nodes: readonly number[];
}

/** An amount of a resource that must end up on a set of nodes, however it is split among them. */
export interface Demand {
  readonly nodes: readonly number[];
  readonly amount: number;
}

/**
 * What is left of a problem when pods may be split at will: each objective's bound is computed from it. It keeps what is
 * certain (fixed pods, DaemonSets, pods that have one node to go to) and which nodes the others can reach.
 */
export interface Relaxation {
  readonly model: Model;
  /** Movable workloads that have a node. */
  readonly free: readonly FreePods[];
  /** Pods that no plan can place. */
  readonly unplaceable: number;
  /** Pods of fixed workloads and DaemonSets. */
  readonly baseCount: (w: number, n: number) => number;
  /** Requests that are certain to be on the node. */
  readonly load: (n: number, r: number) => number;
  readonly capacity: (n: number, r: number) => number;
  /** Whether the node is certain to be on: a control plane, or a pod that is no DaemonSet's is certain to be there. */
  readonly isAwake: (n: number) => boolean;
  /** Demands beyond {@link load}, one for every distinct set of reachable nodes, for their union, and for that of the sets of workers. */
  readonly demands: (r: number) => readonly Demand[];
  /** The most pods of a workload that fit on the nodes together when nothing but the base is there. */
  readonly mostPods: (w: number, nodes: readonly number[]) => number;
  /** Pods of the workload that move in every plan. */
  readonly forcedMoves: (w: number) => number;
}

/**
 * @param everythingPlaced when false, the relaxation holds only fixed pods and DaemonSets, so that bounds are right for
 * plans that leave any of the others out.
 */
export function relax(model: Model, everythingPlaced: boolean): Relaxation {
  const base = new State(model, []);
  placeBase(base);
  const width = model.resources.length;

  const capacity = (n: number, r: number): number => model.capacity[n * width + r] ?? 0;
  const mostOn = (w: number, n: number): number => {
    let most = Math.max(0, (model.podCapacity[n] ?? 0) - (base.pods[n] ?? 0));
    for (let r = 0; r < width; r++) {
      const request = model.requests[w * width + r] ?? 0;
      most = request > 0 ? Math.min(most, Math.max(0, Math.floor(base.free(n, r) / request))) : most;
    }
    return most;
  };
  const mostPods = (w: number, nodes: readonly number[]): number => {
    const topology = model.antiAffinity[w];
    const taken = new Set<number>();
    return nodes.reduce((sum, n) => {
      const domain = topology?.domainOf[n] ?? -1;
      if (domain < 0) {
        return sum + mostOn(w, n);
      }
      if (taken.has(domain) || mostOn(w, n) === 0) {
        return sum;
      }
      taken.add(domain);
      return sum + 1;
    }, 0);
  };
  const reachable = (w: number): readonly number[] => model.nodes.flatMap((_, n) => (canReach(model, w, n) && mostOn(w, n) > 0 ? [n] : []));

  const movable = model.order.filter((w) => model.movable[w] === 1 && (model.wanted[w] ?? 0) > 0);
  const reach = new Map(movable.map((w) => [w, reachable(w)]));
  const unplaceable =
    model.workloads.reduce((sum, _, w) => sum + (model.movable[w] === 1 ? 0 : base.unplaced(w)), 0) +
    Math.max(
      movable.reduce((sum, w) => sum + Math.max(0, (model.wanted[w] ?? 0) - mostPods(w, reach.get(w) ?? [])), 0),
      ...model.resources.map((_, r) => overflowingPods(model, base, movable, r)),
    );

  const free = everythingPlaced
    ? movable.map((w) => ({ w, pods: model.wanted[w] ?? 0, nodes: reach.get(w) ?? [] })).filter(({ nodes }) => nodes.length > 0)
    : [];
  const load = Float64Array.from(model.nodes.flatMap((_, n) => model.resources.map((__, r) => base.used(n, r))));
  const busy = Int32Array.from(base.busy);
  for (const { w, pods, nodes } of free) {
    const [only] = nodes;
    if (nodes.length === 1 && only !== undefined) {
      busy[only] = (busy[only] ?? 0) + pods;
      for (let r = 0; r < width; r++) {
        load[only * width + r] = (load[only * width + r] ?? 0) + pods * (model.requests[w * width + r] ?? 0);
      }
    }
  }
  const reached = free.filter(({ nodes }) => nodes.length > 1).map(({ nodes }) => nodes);
  const onWorkers = reached.filter((nodes) => nodes.every((n) => model.nodes[n]?.controlPlane === false));
  const sets = distinct([...reached, union(onWorkers), union(reached)]);
  const members = sets.map((set) => free.filter(({ nodes }) => nodes.length > 1 && nodes.every((n) => set.includes(n))));

  return {
    model,
    free,
    unplaceable,
    baseCount: (w, n) => base.count(w, n),
    load: (n, r) => load[n * width + r] ?? 0,
    capacity,
    isAwake: (n) => (busy[n] ?? 0) > 0 || !maySleep(model, n),
    demands: (r) =>
      sets.map((nodes, i) => ({
        nodes,
        amount: (members[i] ?? []).reduce((sum, { w, pods }) => sum + pods * (model.requests[w * width + r] ?? 0), 0),
      })),
    mostPods,
    forcedMoves: (w) => {
      const nodes = model.runningNodes(w);
      const before = nodes.reduce((sum, n) => sum + model.running(w, n), model.stranded[w] ?? 0);
      const kept = nodes.reduce((sum, n) => sum + (canReach(model, w, n) ? Math.min(model.running(w, n), mostOn(w, n)) : 0), 0);
      return Math.max(0, Math.min(before, model.wanted[w] ?? 0) - kept);
    },
  };
}

/** Whether the workload and all that it must be with may use the node. */
function canReach(model: Model, w: number, n: number): boolean {
  const seen = new Set<number>();
  for (let at = w; at !== noLeader; at = model.leader[at] ?? noLeader) {
    if (at < 0 || (model.movable[at] === 1 && !model.admits(at, n))) {
      return false;
    }
    if (model.movable[at] !== 1) {
      return at === w || model.workloads[at]?.mode === "perNode" || model.running(at, n) > 0;
    }
    if (seen.has(at)) {
      return true;
    }
    seen.add(at);
  }
  return true;
}

/** Pods that are left over when the smallest ones fill all that is free of a resource, splitting allowed. */
function overflowingPods(model: Model, base: State, movable: readonly number[], r: number): number {
  const width = model.resources.length;
  let room = model.nodes.reduce((sum, _, n) => sum + Math.max(0, base.free(n, r)), 0);
  let over = 0;
  for (const w of movable.toSorted((a, b) => (model.requests[a * width + r] ?? 0) - (model.requests[b * width + r] ?? 0))) {
    const request = model.requests[w * width + r] ?? 0;
    const pods = model.wanted[w] ?? 0;
    const fit = request === 0 ? pods : Math.min(pods, Math.floor(room / request));
    room -= fit * request;
    over += pods - fit;
  }
  return over;
}

function union(sets: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(sets.flat())].sort((a, b) => a - b);
}

function distinct(sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(sets.filter((set) => set.length > 0).map((set) => [set.join(), set])).values()];
}
