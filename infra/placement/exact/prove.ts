import { aggregateBounds } from "../aggregate/aggregate-bounds";
import { relax } from "../certificate/relaxation";
import { objectives } from "../objectives";
import type { ObjectiveName } from "../problem";
import type { Assignment } from "../search/assign";
import { constraintFormulations } from "./constraints";
import { LevelProof } from "./level-proof";
import type { Effort } from "./minimise";
import { formulations } from "./objectives";
import { placeMore } from "./place-more";
import { PlacementProgram } from "./placement-program";
import type { Solver } from "./solver";

/** Share of the effort that is left for all objectives after the first of those that ask for all pods at once. */
const laterShare = 0.4;

/** Pairs of a workload and a node up to which a plan is proven; for more, the cheap bounds stand. */
export const pairLimit = 4_000;

/**
 * What a plan may take. The first objectives have what they need; once it is spent, the later ones, which only matter
 * among plans that are best in those, have their relaxations. An iteration takes the longer the larger the program is. A homelab
 * needs less than a tenth.
 */
function effortFor({ program }: PlacementProgram): Effort {
  return { relaxation: 100_000, searches: Math.round(700_000 / Math.sqrt(program.columns.length)) };
}

/**
 * Takes the objectives in order and minimises each with the earlier ones kept at their values. A better placement that
 * the solver finds takes the place of the one given. What the cheap bounds prove needs no solver. When not every pod has
 * a node, as many as possible get one first; if some still have none, nothing more is proven.
 *
 * @param limit Default: as much as a plan may take.
 */
export function prove(found: Assignment, solver: Solver, limit?: Effort): Assignment {
  const { model, ranked } = found;
  const bounds = new Map<ObjectiveName, number>();
  if (model.problem.maxMoves !== undefined) {
    return { ...found, bounds };
  }
  if (model.workloads.length * model.nodes.length > pairLimit) {
    return { ...found, ...aggregateBounds(found, solver) };
  }
  const isComplete = ({ state }: Assignment): boolean => model.workloads.every((_, w) => state.unplaced(w) <= 0);
  const assignment = isComplete(found)
    ? found
    : placeMore(found, solver, (placement) => (limit === undefined ? effortFor(placement) : { ...limit }));
  if (!isComplete(assignment)) {
    return { ...assignment, bounds };
  }
  const relaxation = relax(model, true);
  const placement = new PlacementProgram(model, true);
  for (const formulate of constraintFormulations) {
    formulate(placement);
  }
  const effort = limit === undefined ? effortFor(placement) : { ...limit };
  const later = Math.floor(laterShare * effort.searches);
  let { state } = assignment;
  for (const name of model.problem.objectives) {
    const l = ranked.objectiveOf.indexOf(name);
    const level = ranked.levels[l];
    if (name === "place" || name === "left-behind" || level === undefined) {
      continue;
    }
    const { form, hold } = formulations[name];
    const cheap = objectives[name].bound(relaxation);
    const now = (): number => state.totals[l] ?? 0;
    if (cheap >= now() && hold?.(placement, now()) === true) {
      bounds.set(name, now());
      continue;
    }
    const proof = new LevelProof(solver, effort, placement, ranked, { name, l, form: form(placement, level) }, state);
    const bound = proof.prove(cheap);
    state = proof.state;
    bounds.set(name, Math.min(bound, now()));
    if (name === "watts" || name === "balance") {
      effort.searches = Math.min(effort.searches, later);
    }
    if (hold?.(placement, now()) !== true) {
      proof.hold();
    }
  }
  return { model, ranked, state, bounds };
}
