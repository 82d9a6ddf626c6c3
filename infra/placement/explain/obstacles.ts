import { nodeConstraints } from "../constraints";
import type { Obstacle } from "../constraints/constraint";
import type { State } from "../search/state";

/** Every constraint that keeps one more pod of the workload off the node as things are, in the order in which they are checked. */
export function obstacles(state: State, w: number, n: number): readonly Obstacle[] {
  return [...nodeConstraints.flatMap((constraint) => constraint.obstacles(state, w, n)), ...obstaclesByOthers(state, w, n)];
}

/** The first of all {@link obstacles}, without working out the others. */
export function firstObstacle(state: State, w: number, n: number): Obstacle | undefined {
  for (const constraint of nodeConstraints) {
    const first = constraint.obstacles(state, w, n)[0];
    if (first !== undefined) {
      return first;
    }
  }
  for (const { allows } of state.constraintsOf(w)) {
    if (!allows(w, n)) {
      return obstaclesByOthers(state, w, n)[0];
    }
  }
  return undefined;
}

/** Those that are due to where other pods are. */
function obstaclesByOthers(state: State, w: number, n: number): readonly Obstacle[] {
  const { groups, groupOf, prepared } = state.model.constraints;
  const names = (groups[groupOf[w] ?? 0]?.concerns ?? []).map((c) => prepared[c]?.name ?? "");
  return state
    .constraintsOf(w)
    .flatMap(({ allows, reason }, i) => (allows(w, n) ? [] : [{ constraint: names[i] ?? "", reason: reason(w, n) }]));
}
