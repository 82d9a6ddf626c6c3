import type { PlacementProblem } from "../problem";
import { placeBase } from "../search/base";
import { buildModel } from "../search/model";
import { State } from "../search/state";

/** A state with the base of a problem and the given pods on top: `[workload name, node name]`, one pod each. */
export function stateWith(
  problem: PlacementProblem,
  pods: readonly (readonly [workload: string, node: string])[] = [],
): { readonly state: State; readonly w: (name: string) => number; readonly n: (name: string) => number } {
  const model = buildModel(problem);
  const state = new State(model, []);
  placeBase(state);
  const w = (name: string): number => model.workloads.findIndex((workload) => workload.name === name);
  const n = (name: string): number => model.nodes.findIndex((node) => node.name === name);
  for (const [workload, node] of pods) {
    state.add(w(workload), n(node));
  }
  return { state, w, n };
}
