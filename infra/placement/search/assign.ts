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
