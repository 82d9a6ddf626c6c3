import type { State } from "./state";
import { fits } from "./step";

/**
 * Puts down what the plan does not decide: fixed pods where they run, whatever else holds, then one pod of each
 * DaemonSet, by tier, on every node that it may use and that can take it.
 */
export function placeBase(state: State): void {
  const { model } = state;
  model.workloads.forEach(({ mode }, w) => {
    if (mode === "fixed") {
      for (const n of model.runningNodes(w)) {
        for (let pods = model.running(w, n); pods > 0; pods--) {
          state.add(w, n);
        }
      }
    }
  });
  for (const w of model.order) {
    if (model.workloads[w]?.mode === "perNode") {
      model.nodes.forEach((_, n) => {
        if (fits(state, w, n)) {
          state.add(w, n);
        }
      });
    }
  }
}
