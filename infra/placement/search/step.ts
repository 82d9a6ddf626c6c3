import { keepsApart } from "../constraints/anti-affinity";
import { hasCompany } from "../constraints/colocation";
import { hasPodSlot } from "../constraints/pod-count";
import { hasResources } from "../constraints/resources";
import { keepsSpread } from "../constraints/spread";
import type { State } from "./state";

/** Whether one more pod of the workload may be on the node, as things are. */
export function fits(state: State, w: number, n: number): boolean {
  return fitsIgnoringSpread(state, w, n) && keepsSpread(state, w, n);
}

/** {@link fits} for a workload of which more pods are to follow. */
export function fitsIgnoringSpread(state: State, w: number, n: number): boolean {
  const entry = w * state.model.nodes.length + n;
  const stays = state.model.stays[entry] ?? 0;
  return (
    state.model.admitted[entry] === 1 &&
    (stays === 0 || state.count(w, n) < stays) &&
    hasPodSlot(state, n) &&
    hasResources(state, w, n) &&
    keepsApart(state, w, n) &&
    hasCompany(state, w, n)
  );
}

/**
 * Takes one pod off a node, and with the workload's last pod there also those that may only be where it is.
 *
 * @returns the workloads of the pods taken, each after the one that it follows.
 */
export function take(state: State, w: number, n: number): readonly number[] {
  state.remove(w, n);
  const taken = [w];
  if (state.count(w, n) === 0) {
    for (const follower of state.model.followers[w] ?? []) {
      while (state.model.movable[follower] === 1 && state.count(follower, n) > 0) {
        taken.push(...take(state, follower, n));
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
