import type { State } from "./state";

/** Puts one pod on the node where it changes the levels for the best, other than `except`; false when there is none. */
export function placeProbed(state: State, w: number, candidates: readonly number[], except = -1): boolean {
  const best = bestOf(state, w, candidates, except);
  if (best.node >= 0) {
    state.add(w, best.node);
  }
  return best.node >= 0;
}

/**
 * The node on which one more pod of the workload changes the levels for the best, the first of equals, and how: as long
 * as nobody else probes the state.
 *
 * @param candidates Nodes that can take it.
 */
export function bestOf(
  state: State,
  w: number,
  candidates: readonly number[],
  except = -1,
): { readonly node: number; readonly change: Float64Array } {
  const { compared: change, probed } = state;
  let node = -1;
  for (const n of candidates) {
    if (n !== except) {
      if (state.probe(w, n, probed, node < 0 ? undefined : change)) {
        node = n;
        change.set(probed);
      }
    }
  }
  return { node, change };
}
