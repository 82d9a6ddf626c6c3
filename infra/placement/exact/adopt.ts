import { checkPlan } from "../check/check-plan";
import { type Plan, planVersion } from "../plan-document";
import type { RankedLevels } from "../search/search";
import { State } from "../search/state";
import { fitsBeforeOthers } from "../search/step";
import type { PlacementProgram } from "./placement-program";

/** The placement that columns stand for; undefined when a hard constraint forbids it, by the search's rules or the checker's. */
export function placementOf(placement: PlacementProgram, { levels }: RankedLevels, columns: ArrayLike<number>): State | undefined {
  const { model, base } = placement;
  const state = new State(model, levels);
  for (const [w, n, pods] of base.entries()) {
    for (let pod = 0; pod < pods; pod++) {
      state.add(w, n);
    }
  }
  for (const w of placement.workloads) {
    for (const [column, n] of placement.termsOf(w, (node) => node)) {
      for (let pods = Math.round(columns[column] ?? 0); pods > 0; pods--) {
        if (!fitsBeforeOthers(state, w, n)) {
          return undefined;
        }
        state.add(w, n);
      }
    }
  }
  return !state.isBroken && passesChecker(state) ? state : undefined;
}

function passesChecker(state: State): boolean {
  const { model } = state;
  const counts = new Map(
    model.workloads.map(({ id }, w) => [
      id,
      Object.fromEntries(state.nodesOf(w).map((n) => [model.nodes[n]?.name ?? "", state.count(w, n)])),
    ]),
  );
  const plan: Plan = {
    version: planVersion,
    stack: model.problem.stack,
    status: "feasible",
    objectives: [],
    nodes: [],
    workloads: model.workloads.map(({ id, namespace, name }, w) => ({
      namespace,
      name,
      replicas: model.wanted[w] ?? 0,
      nodes: Object.keys(counts.get(id) ?? {}),
      failover: [],
      before: [],
      moved: false,
      reason: "",
    })),
    unplaced: model.workloads.flatMap(({ namespace, name }, w) =>
      state.unplaced(w) > 0 ? [{ namespace, name, replicas: state.unplaced(w), blockedBy: [], remedies: [] }] : [],
    ),
  };
  return checkPlan(model.problem, plan, counts).length === 0;
}
