import { lastingPods } from "../objectives/restarts";
import { maySleep } from "../objectives/watts";
import { placeBase } from "../search/base";
import type { Model } from "../search/model";
import { type PodCount, State } from "../search/state";
import { type Company, companiesOf } from "./companies";
import { type Demand, demandsOf } from "./demands";
import { type ForcedRestarts, forcedRestarts } from "./forced-restarts";
import { canReach, reachableNodes } from "./reachable-nodes";

/** Pods that the plan may put on several nodes. */
export interface FreePods {
  readonly w: number;
  readonly pods: number;
  /** At least one, ascending. Workloads that can reach the same ones share one list. */
  readonly nodes: readonly number[];
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
  readonly basePods: readonly PodCount[];
  /** Requests that are certain to be on the node. */
  readonly load: (n: number, r: number) => number;
  readonly capacity: (n: number, r: number) => number;
  /** Whether the node is certain to be on: a control plane, or a pod that is no DaemonSet's is certain to be there. */
  readonly isAwake: (n: number) => boolean;
  /** Demands beyond {@link load}, one for every distinct set of reachable nodes, for their union, and for that of the sets of workers. */
  readonly demands: (r: number) => readonly Demand[];
  /** The most pods of a workload, up to `enough`, that fit on the nodes together when nothing but the base is there. */
  readonly mostPods: (w: number, nodes: readonly number[], enough: number) => number;
  /** What must be with others. */
  readonly companies: readonly Company[];
  readonly forcedRestarts: ForcedRestarts;
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
  const fitting = (w: number, nodes: readonly number[], enough: number): number => {
    const topology = model.antiAffinity[w];
    const taken = new Set<number>();
    let sum = 0;
    for (const n of nodes) {
      const domain = topology?.domainOf[n] ?? -1;
      if (sum >= enough) {
        break;
      }
      if (domain < 0) {
        sum += mostOn(w, n);
      } else if (!taken.has(domain) && mostOn(w, n) > 0) {
        taken.add(domain);
        sum++;
      }
    }
    return Math.min(sum, enough);
  };

  const movable = model.order.filter((w) => model.movable[w] === 1 && (model.wanted[w] ?? 0) > 0);
  const reachable = reachableNodes(base, mostOn);
  const reach = new Map(movable.map((w) => [w, reachable(w)]));
  const missing = (w: number): number => {
    const wanted = model.wanted[w] ?? 0;
    return Math.max(0, wanted - fitting(w, reach.get(w) ?? [], wanted));
  };
  const unplaceable =
    model.workloads.reduce((sum, _, w) => sum + (model.movable[w] === 1 ? 0 : base.unplaced(w)), 0) +
    model.resources.reduce(
      (most, _, r) => Math.max(most, overflowingPods(model, base, movable, r)),
      movable.reduce((sum, w) => sum + missing(w), 0),
    );

  const free = everythingPlaced
    ? movable.map((w) => ({ w, pods: model.wanted[w] ?? 0, nodes: reach.get(w) ?? [] })).filter(({ nodes }) => nodes.length > 0)
    : [];
  const load = Float64Array.from(base.usage);
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

  const companies = companiesOf(model, free);
  const canBeOn = (w: number, n: number): boolean => canReach(model, w, n) && mostOn(w, n) > 0;
  const kept = (w: number, n: number): number => (canReach(model, w, n) ? Math.min(model.running(w, n), mostOn(w, n)) : 0);
  const forcedMoves = (w: number): number =>
    Math.max(0, lastingPods(model, w) - model.runningNodes(w).reduce((sum, n) => sum + kept(w, n), 0));

  return {
    model,
    free,
    unplaceable,
    basePods: [...base.entries()],
    load: (n, r) => load[n * width + r] ?? 0,
    capacity,
    isAwake: (n) => (busy[n] ?? 0) > 0 || !maySleep(model, n),
    demands: demandsOf(
      model,
      free.filter(({ nodes }) => nodes.length > 1),
    ),
    mostPods: fitting,
    companies,
    forcedRestarts: forcedRestarts(model, free, companies, { kept, canBeOn, forcedMoves }),
  };
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
