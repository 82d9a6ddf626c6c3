import type { State } from "./state";

/** Nodes to try for one more pod of the workload: all of them, or in a large problem those that the index picks. */
export function targetsFor({ index, model }: State, w: number): readonly number[] {
  return index === undefined ? [...model.nodes.keys()] : index.candidates(w);
}
