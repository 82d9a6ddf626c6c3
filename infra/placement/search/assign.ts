import type { Relaxation } from "../certificate/relaxation";
import { prove } from "../exact/prove";
import type { Solver } from "../exact/solver";
import type { ObjectiveName, PlacementProblem } from "../problem";
import { bestChoice } from "./every-choice";
import { type Model, buildModel } from "./model";
import { type RankedLevels, rankLevels, search } from "./search";
import type { State } from "./state";

/** A plan with the number of pods on each node, which the plan document leaves out. */
export interface Assignment {
  readonly model: Model;
  readonly ranked: RankedLevels;
  /** The pods of every workload on every node, with the objectives' values. */
  readonly state: State;
  /** By objective, what no placement that is as good in all earlier ones can be below, as far as a solver has proven it. */
  readonly bounds?: ReadonlyMap<ObjectiveName, number>;
  /** Of the problem with everything placed, where the solver's bounds are made of it. */
  readonly relaxation?: Relaxation;
  /** What a limit on moves does not allow: the best without it. Absent where there is no limit, or it does not matter. */
  readonly unlimited?: Assignment;
}

/**
 * Finds where every pod goes. A limit on moves that the best plan keeps anyway changes nothing; where it matters and there
 * are few choices, all are tried.
 *
 * @param solver guides the search where not every pod finds a node, improves what it has found, or proves it best. Plans
 * with a limit on moves that matters are the search's alone; of a plan that leaves a pod without a node nothing is proven.
 */
export function assign(problem: PlacementProblem, solver?: Solver): Assignment {
  const { maxMoves, ...unlimited } = problem;
  const found = searched(unlimited, solver);
  const best = solver === undefined ? found : prove(found, solver);
  if (maxMoves === undefined || displaced(best) <= maxMoves) {
    return best;
  }
  const limited = searched(problem, solver);
  return { ...limited, state: bestChoice(limited.model, limited.ranked, limited.state), unlimited: best };
}

function searched(problem: PlacementProblem, solver: Solver | undefined): Assignment {
  const model = buildModel(problem);
  const ranked = rankLevels(model);
  return { model, ranked, state: search(model, ranked, solver) };
}

/** Pods of all workloads that run elsewhere than before. */
export function movedPods({ model, state }: Assignment): number {
  return model.workloads.reduce((sum, _, w) => sum + state.moved(w), 0);
}

/** {@link movedPods}, and those that run now and would not any more though their workload is to have as many. */
function displaced(assignment: Assignment): number {
  const { model, state } = assignment;
  const stopped = model.workloads.reduce((sum, { current }, w) => {
    const running = Object.values(current).reduce((all, pods) => all + pods, 0);
    return sum + (model.movable[w] === 1 ? Math.max(0, Math.min(running, model.wanted[w] ?? 0) - (state.placed[w] ?? 0)) : 0);
  }, 0);
  return movedPods(assignment) + stopped;
}

/** Pods per node of every workload by its id; nodes without any are left out. */
export function podsPerNode({ model, state }: Assignment): ReadonlyMap<string, Readonly<Record<string, number>>> {
  return new Map(
    model.workloads.map(({ id }, w) => [
      id,
      Object.fromEntries(state.nodesOf(w).map((n) => [model.nodes[n]?.name ?? "", state.count(w, n)])),
    ]),
  );
}
