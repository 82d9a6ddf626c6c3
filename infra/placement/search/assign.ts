import type { PlacementProblem } from "../problem";
import { type Model, buildModel } from "./model";
import { type RankedLevels, rankLevels, search } from "./search";
import type { State } from "./state";

/** A plan with the number of pods on each node, which the plan document leaves out. */
export interface Assignment {
  readonly model: Model;
  readonly ranked: RankedLevels;
  /** The pods of every workload on every node, with the objectives' values. */
  readonly state: State;
}

/** Finds where every pod goes. */
export function assign(problem: PlacementProblem): Assignment {
  const model = buildModel(problem);
  const ranked = rankLevels(model);
  return { model, ranked, state: search(model, ranked) };
}

/** Pods per node of every workload by its id; nodes without any are left out. */
export function podsPerNode({ model, state }: Assignment): ReadonlyMap<string, Readonly<Record<string, number>>> {
  return new Map(
    model.workloads.map(({ id }, w) => [
      id,
      Object.fromEntries(model.nodes.flatMap(({ name }, n) => (state.count(w, n) > 0 ? [[name, state.count(w, n)]] : []))),
    ]),
  );
}
