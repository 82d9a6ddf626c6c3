import type { Assignment } from "../search/assign";
import { improvedFrom } from "../search/search";
import { constraintFormulations } from "./constraints";
import { LevelProof } from "./level-proof";
import { sumOf } from "./linear-program";
import type { Effort } from "./minimise";
import { PlacementProgram } from "./placement-program";
import type { Solver } from "./solver";

/**
 * Gives a node to more pods, tier by tier, where the search has left some without one and the solver finds a way. What it
 * finds is good in nothing else, so the search goes on from there. An assignment that it cannot better is returned as it is.
 */
export function placeMore(assignment: Assignment, solver: Solver, effortFor: (placement: PlacementProgram) => Effort): Assignment {
  const { model, ranked } = assignment;
  const placement = new PlacementProgram(model, false);
  for (const formulate of constraintFormulations) {
    formulate(placement);
  }
  const effort = effortFor(placement);
  let { state } = assignment;
  const tiers = ranked.objectiveOf.flatMap((name, l) => (name === "place" ? [l] : []));
  tiers.forEach((l, tier) => {
    // Fixed pods and DaemonSets that have no node have none in any plan.
    const lost = model.workloads.reduce(
      (sum, each, w) => sum + (each.tier === tier && model.movable[w] !== 1 ? placement.base.unplaced(w) : 0),
      0,
    );
    const missing = placement.workloads.filter((w) => model.workloads[w]?.tier === tier).map((w) => placement.missing(w));
    const form = sumOf([{ offset: lost, terms: [] }, ...missing]);
    const proof = new LevelProof(solver, effort, placement, ranked, { name: "place", l, form }, state);
    proof.prove(lost);
    state = proof.state;
    proof.hold();
  });
  return state === assignment.state ? assignment : { ...assignment, state: improvedFrom(model, ranked, state) };
}
