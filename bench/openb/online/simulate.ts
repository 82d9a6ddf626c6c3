import { type GpuNode, type GpuPod, totalGpuMilli } from "../trace/model";
import { podShapes } from "../trace/shapes";
import { emptyNode, fits, type NodeState, occupy } from "../node-state";
import type { Placement, Policy } from "./policy";

/** Where one pod runs. */
export interface Assignment {
  /** Index into the nodes. */
  readonly node: number;
  readonly devices: readonly number[];
}

/** Totals after a pod has arrived and been placed or turned away. */
export interface ArrivalEvent {
  /** Asked for by all pods so far. */
  readonly arrivedGpuMilli: number;
  /** Given to the pods that were placed. */
  readonly usedGpuMilli: number;
}

export interface Simulation {
  /** One for each pod, in the order of arrival; undefined for one that fitted nowhere. */
  readonly assignments: readonly (Assignment | undefined)[];
  readonly events: readonly ArrivalEvent[];
}

/**
 * Places pods one by one in the order of their arrival; none leaves, moves or is tried again.
 * @param ranks for each node, its place among equals: of nodes with the same score the lowest rank is taken.
 */
export function simulate(nodes: readonly GpuNode[], ranks: readonly number[], arrivals: readonly GpuPod[], policy: Policy): Simulation {
  const order = nodes.map((_, index) => index).sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
  const states = order.map((index) => emptyNode(nodes[index] ?? fail("a rank without a node")));
  const { shapes, shapeOf } = podShapes(arrivals);
  const offers = shapes.map((shape) => new Offers(states, shape, policy));
  let arrivedGpuMilli = 0;
  let usedGpuMilli = 0;
  const events: ArrivalEvent[] = [];
  const assignments = arrivals.map((pod, arrival) => {
    arrivedGpuMilli += totalGpuMilli(pod);
    const chosen = offers[shapeOf[arrival] ?? -1]?.best();
    let assignment: Assignment | undefined;
    if (chosen !== undefined) {
      occupy(states[chosen.position] ?? fail("a node out of range"), pod, chosen.placement.devices);
      offers.forEach((offer) => {
        offer.invalidate(chosen.position);
      });
      usedGpuMilli += totalGpuMilli(pod);
      assignment = { node: order[chosen.position] ?? fail("a node out of range"), devices: chosen.placement.devices };
    }
    events.push({ arrivedGpuMilli, usedGpuMilli });
    return assignment;
  });
  return { assignments, events };
}

/** What each node offers to pods of one shape, worked out again only for nodes that have changed. */
class Offers {
  private readonly placements: (Placement | undefined)[] = [];
  private readonly stale: Uint8Array;

  constructor(
    private readonly states: readonly NodeState[],
    private readonly shape: GpuPod,
    private readonly policy: Policy,
  ) {
    this.stale = new Uint8Array(states.length).fill(1);
  }

  invalidate(position: number): void {
    this.stale[position] = 1;
  }

  best(): { readonly position: number; readonly placement: Placement } | undefined {
    let best: { position: number; placement: Placement } | undefined;
    for (let position = 0; position < this.states.length; position++) {
      if (this.stale[position] === 1) {
        const state = this.states[position] ?? fail("a node out of range");
        this.placements[position] = fits(state, this.shape) ? this.policy(state, this.shape) : undefined;
        this.stale[position] = 0;
      }
      const placement = this.placements[position];
      if (placement !== undefined && (best === undefined || placement.score > best.placement.score)) {
        best = { position, placement };
      }
    }
    return best;
  }
}

function fail(what: string): never {
  throw new Error(what);
}
