import { relax } from "../certificate/relaxation";
import type { Solver } from "../exact/solver";
import type { Assignment } from "../search/assign";
import { placeBase } from "../search/base";
import { State } from "../search/state";
import { poolBounds } from "./pool-bounds";
import { shapesOf } from "./shapes";
import { shareOut } from "./shares";

/**
 * What a solver can say of a plan that is too large to prove, from kinds of nodes and sorts of workloads: how much has to
 * be left out where not every pod has a node, else bounds of watts and balance. Next to nothing beside the search.
 */
export function aggregateBounds(assignment: Assignment, solver: Solver): Pick<Assignment, "bounds" | "relaxation"> {
  const { model, state } = assignment;
  if (model.workloads.every((_, w) => state.unplaced(w) <= 0)) {
    const relaxation = relax(model, true);
    return { bounds: poolBounds(assignment, relaxation, solver), relaxation };
  }
  const base = new State(model, []);
  placeBase(base);
  const shares = shareOut(solver, base, shapesOf(model));
  const stuck = model.workloads.reduce((sum, _, w) => sum + (model.movable[w] === 1 ? 0 : Math.max(0, base.unplaced(w))), 0);
  return { bounds: new Map(shares === undefined ? [] : [["place", shares.leastUnplaced + stuck]]) };
}
