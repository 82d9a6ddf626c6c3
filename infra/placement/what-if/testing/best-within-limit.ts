import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../../problem";
import { placeBase } from "../../search/base";
import { buildModel } from "../../search/model";
import { rankLevels } from "../../search/search";
import { State } from "../../search/state";

/**
 * The least values of the objectives' levels, lexicographically, that any placement with at most `maxMoves` moves has: by
 * trying all, with the rules written anew. For tiny problems of movable workloads that have nothing but CPU, taints and
 * anti-affinity per node, and whose running pods all have room where they are.
 */
export function bestWithinLimit(problem: PlacementProblem, maxMoves: number): readonly number[] {
  const model = buildModel(problem);
  const state = new State(model, rankLevels(model).levels);
  placeBase(state);
  let best: readonly number[] | undefined;
  const visit = (w: number, moves: number): void => {
    const workload = model.workloads[w];
    if (moves > maxMoves) {
      return;
    }
    if (workload === undefined) {
      const totals = [...state.totals];
      best = best === undefined || isLess(totals, best) ? totals : best;
      return;
    }
    for (const counts of distributions(model.nodes, workload)) {
      const mark = state.mark();
      if (model.nodes.every((node, n) => put(node, n, counts[n] ?? 0))) {
        visit(w + 1, moves + movesOf(workload, model.nodes, counts));
      }
      state.undo(mark);
    }

    function put(node: PlacementNode, n: number, pods: number): boolean {
      for (let pod = 0; pod < pods; pod++) {
        state.add(w, n);
      }
      const requested = model.workloads.reduce((sum, each, other) => sum + state.count(other, n) * each.requests.cpuMilli, 0);
      return pods === 0 || requested <= node.allocatable.cpuMilli;
    }
  };
  visit(0, 0);
  return best ?? [];
}

/** Of how many pods on each node, with the others waiting. */
function* distributions(
  nodes: readonly PlacementNode[],
  workload: PlacementWorkload,
  left = workload.replicas,
): Iterable<readonly number[]> {
  const [node, ...others] = nodes;
  if (node === undefined) {
    yield [];
    return;
  }
  for (let pods = 0; pods <= Math.min(left, mostOn(node, workload)); pods++) {
    for (const rest of distributions(others, workload, left - pods)) {
      yield [pods, ...rest];
    }
  }
}

function mostOn({ name, taints }: PlacementNode, { current, replicas, antiAffinityTopologyKey }: PlacementWorkload): number {
  const running = taints.some(({ effect }) => effect === "NoExecute") ? 0 : (current[name] ?? 0);
  const most = taints.length > 0 ? running : replicas;
  return antiAffinityTopologyKey === undefined ? most : Math.min(1, most);
}

/** A pod moves when it runs elsewhere then, and as well when it could run on and does not; surplus ones end for nothing. */
function movesOf({ current, replicas }: PlacementWorkload, nodes: readonly PlacementNode[], counts: readonly number[]): number {
  const running = Object.values(current).reduce((sum, pods) => sum + pods, 0);
  const kept = nodes.reduce((sum, { name }, n) => sum + Math.min(counts[n] ?? 0, current[name] ?? 0), 0);
  const placed = counts.reduce((sum, pods) => sum + pods, 0);
  const lasting = nodes.filter(({ taints }) => taints.every(({ effect }) => effect !== "NoExecute"));
  const couldStay = Math.min(
    replicas,
    lasting.reduce((sum, { name }) => sum + (current[name] ?? 0), 0),
  );
  return Math.max(Math.min(running - kept, placed - kept), couldStay - kept);
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const differing = a.findIndex((value, l) => value !== b[l]);
  return differing >= 0 && (a[differing] ?? 0) < (b[differing] ?? 0);
}
