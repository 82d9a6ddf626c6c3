import type { State } from "../search/state";

/** Name of the constraint in a plan's `blockedBy`. */
export const spreadConstraint = "spread";

/**
 * Whether one more pod on the node leaves the fullest and the emptiest domain at most `maxSkew` apart. Domains are those
 * of the nodes that the workload may use and that carry the topology key (`nodeAffinityPolicy` and `nodeTaintsPolicy`
 * both `Honor`); a node without the key is refused. Only strict (`DoNotSchedule`) spread is a constraint.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/framework/plugins/podtopologyspread/filtering.go
 */
export function keepsSpread(state: State, w: number, n: number): boolean {
  const spread = state.model.strictSpread[w];
  if (spread === undefined) {
    return true;
  }
  const domain = spread.domainOf[n] ?? -1;
  return domain >= 0 && state.spreadSkew(w, domain) <= spread.maxSkew;
}
