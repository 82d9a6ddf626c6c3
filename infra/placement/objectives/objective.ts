import type { Relaxation } from "../certificate/relaxation";
import type { ObjectiveName } from "../problem";
import type { Model } from "../search/model";
import type { State } from "../search/state";

/**
 * One number that the search makes small, in general as a sum of terms: one per node (from what is on it), one per workload (from
 * how many of its pods are unplaced or moved) and one per pod (from the node that it is on). A change to a pod touches
 * one term of each kind, so the sum is kept up to date at a cost that does not grow with the problem. All terms are
 * whole numbers: the sums are exact and do not depend on their order.
 */
export interface Level {
  readonly node?: (state: State, n: number) => number;
  /**
   * @param joining a node that one more pod is imagined on: everything in the state counts it but the pods by node. None
   * when absent.
   */
  readonly workload?: (state: State, w: number, joining?: number) => number;
  /** Workloads whose term is not always 0. Default: all. */
  readonly concerns?: (w: number) => boolean;
  readonly pod?: (w: number, n: number) => number;
  /**
   * In place of terms: a value of the whole state, 0 or more, worked out when it is asked for. It may change the state and
   * undo that. Only for problems that are small enough to do this for every step that is better in all else.
   */
  readonly whole?: (state: State) => number;
}

/** A goal of the plan. */
export interface Objective {
  readonly name: ObjectiveName;
  /** Its levels, most important first; most objectives have one. */
  readonly levels: (model: Model) => readonly Level[];
  /** Its value where its levels do not say it, because the problem is too large for that. Default: the sum of its levels. */
  readonly measure?: (state: State) => number;
  /** A whole number that no plan that places what the relaxation holds can be below. */
  readonly bound: (relaxation: Relaxation) => number;
}

/**
 * Share of a node's resource that is requested, in whole per mille, rounded up: what is over a limit must never look as
 * if it were not.
 */
export function perMille(used: number, capacity: number): number {
  if (capacity <= 0) {
    return used > 0 ? 1000 : 0;
  }
  return Math.ceil((used * 1000) / capacity);
}

/**
 * The least whole number that a sum of whole numbers can have when it is at least `least`. What rounding may have added
 * to `least` is taken off first.
 */
export function wholeBound(least: number): number {
  return Math.ceil(least - Math.max(1e-6, Math.abs(least) * 1e-9));
}
