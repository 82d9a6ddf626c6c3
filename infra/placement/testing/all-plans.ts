import { checkPlan } from "../check/check-plan";
import { plan } from "../plan";
import type { PlacementProblem } from "../problem";
import { assign, podsPerNode } from "../search/assign";
import { stateOf } from "../search/search";
import type { State } from "../search/state";

/** Every way to place all pods that the independent checker lets pass, by trying every one. */
export function allPlans(posed: PlacementProblem): readonly State[] {
  const { model, ranked, state } = assign(posed);
  const movable = model.workloads.flatMap((_, w) => Array.from({ length: model.movable[w] === 1 ? (model.wanted[w] ?? 0) : 0 }, () => w));
  const base = [...state.entries()].filter(([w]) => model.movable[w] !== 1);
  const found: State[] = [];
  const document = plan(posed);
  for (let code = 0; code < model.nodes.length ** movable.length; code++) {
    const chosen = movable.map((w, pod) => [w, Math.floor(code / model.nodes.length ** pod) % model.nodes.length, 1] as const);
    const candidate = stateOf(model, ranked.levels, [...base, ...chosen]);
    const pods = podsPerNode({ model, ranked, state: candidate });
    const workloads = document.workloads.map((each) => ({
      ...each,
      failover: [],
      nodes: each.replicas === 0 ? each.nodes : Object.keys(pods.get(`${each.namespace}/${each.name}`) ?? {}).sort(),
    }));
    if (checkPlan(posed, { ...document, workloads, unplaced: [] }, pods).length === 0) {
      found.push(candidate);
    }
  }
  return found;
}
