import { checkPlan } from "../../check/check-plan";
import { plan } from "../../plan";
import type { PlacementProblem } from "../../problem";
import { assign, podsPerNode } from "../../search/assign";
import { stateOf } from "../../search/search";
import type { PodCount, State } from "../../search/state";

/** How many ways there are to give every pod of a problem a node, allowed or not. */
export function ways({ nodes, workloads }: PlacementProblem): number {
  return nodes.length ** workloads.reduce((sum, { mode, replicas }) => sum + (mode === "replicas" ? replicas : 0), 0);
}

/** Every way that the independent checker lets pass, by trying all. */
export function everyPlacement(posed: PlacementProblem): readonly State[] {
  const { model, ranked, state } = assign(posed);
  const document = plan(posed);
  const fixed = [...state.entries()].filter(([w]) => model.movable[w] !== 1);
  const pods = model.workloads.flatMap((_, w) => Array.from({ length: model.movable[w] === 1 ? (model.wanted[w] ?? 0) : 0 }, () => w));
  const found: State[] = [];
  for (let code = 0; code < model.nodes.length ** pods.length; code++) {
    const placed = pods.map((w, pod): PodCount => [w, Math.floor(code / model.nodes.length ** pod) % model.nodes.length, 1]);
    const candidate = stateOf(model, ranked.levels, [...fixed, ...placed]);
    const counts = podsPerNode({ model, ranked, state: candidate });
    const workloads = document.workloads.map((each) => ({
      ...each,
      failover: [],
      nodes: each.replicas === 0 ? each.nodes : Object.keys(counts.get(`${each.namespace}/${each.name}`) ?? {}).sort(),
    }));
    if (checkPlan(posed, { ...document, workloads, unplaced: [] }, counts).length === 0) {
      found.push(candidate);
    }
  }
  return found;
}
