import { nodeConstraints } from "../constraints";
import type { Obstacle } from "../constraints/constraint";
import type { State } from "../search/state";

/** Every constraint that keeps one more pod of the workload off the node as things are, in the order in which they are checked. */
export function obstacles(state: State, w: number, n: number): readonly Obstacle[] {
  return [...nodeConstraints.flatMap((constraint) => constraint.obstacles(state, w, n)), ...obstaclesByOthers(state, w, n)];
}

/** Those that are due to where other pods are. */
function obstaclesByOthers(state: State, w: number, n: number): readonly Obstacle[] {
  const { groups, groupOf, prepared } = state.model.constraints;
  const names = (groups[groupOf[w] ?? 0]?.concerns ?? []).map((c) => prepared[c]?.name ?? "");
  return state
    .constraintsOf(w)
    .flatMap(({ allows, reason }, i) => (allows(w, n) ? [] : [{ constraint: names[i] ?? "", reason: reason(w, n) }]));
}
