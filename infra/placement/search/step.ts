import type { ConstraintState } from "../constraints/constraint";
import { hasPodSlot } from "../constraints/pod-count";
import { hasResources } from "../constraints/resources";
import type { State } from "./state";

/** Whether one more pod of the workload may be on the node, as things are. */
export function fits(state: State, w: number, n: number): boolean {
  return fitsNode(state, w, n) && allAllow(state.constraintsOf(w), w, n);
}

/** {@link fits} for a workload of which more pods are to follow, without what these may mend. */
export function fitsBeforeOthers(state: State, w: number, n: number): boolean {
  return fitsNode(state, w, n) && allAllow(state.lastingConstraintsOf(w), w, n);
}

function fitsNode(state: State, w: number, n: number): boolean {
  if (!state.model.admits(w, n) || !hasPodSlot(state, n) || !hasResources(state, w, n)) {
    return false;
  }
  const stays = state.model.mayStay(w, n);
  return stays === 0 || state.count(w, n) < stays;
}

function allAllow(constraints: readonly ConstraintState[], w: number, n: number): boolean {
  for (const constraint of constraints) {
    if (!constraint.allows(w, n)) {
      return false;
    }
  }
  return true;
}

/**
 * Takes one pod off a node, and with the last one that others had to be with also those, wherever they are.
 *
 * @returns the workloads of the pods taken, each after the one that it follows.
 */
export function take(state: State, w: number, n: number): readonly number[] {
  const { dependents, followers, movable } = state.model;
  state.remove(w, n);
  const taken = [w];
  const takeAll = (follower: number, there: number): void => {
    while (movable[follower] === 1 && state.count(follower, there) > 0) {
      taken.push(...take(state, follower, there));
    }
  };
  if (state.count(w, n) === 0) {
    for (const follower of followers(w)) {
      takeAll(follower, n);
    }
  }
  for (const follower of dependents(w)) {
    for (const there of [...state.nodesOf(follower)]) {
      if (state.constraintsOf(follower).some(({ keeps }) => keeps?.(follower, there) === false)) {
        takeAll(follower, there);
      }
    }
  }
  return taken;
}

/** Puts pods down on a node one after another. Stops, leaving the rest, when one does not fit. */
export function put(state: State, pods: readonly number[], n: number): boolean {
  for (const w of pods) {
    if (!fits(state, w, n)) {
      return false;
    }
    state.add(w, n);
  }
  return true;
}
