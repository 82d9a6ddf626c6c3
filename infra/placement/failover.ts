import { hasPodSlot } from "./constraints/pod-count";
import { hasResources } from "./constraints/resources";
import type { Assignment } from "./search/assign";

/** Nodes that are looked at in a large problem: enough to fall back to, few enough to be named. */
const failoversTried = 16;

/**
 * Nodes that a pod may fall back to when one of its planned nodes is lost: outside the planned set, usable (the target
 * may be left), no control plane unless the workload is core, with room for the pod beside everything planned there.
 * Whether all pods of a lost node find room together is not looked at. Of a large problem these are some of the emptiest
 * nodes, within the target.
 */
export function failoverNodes(
  { model, state }: Pick<Assignment, "model" | "state">,
  w: number,
  planned: readonly number[],
  failoverOf: (leader: number) => readonly number[],
): readonly number[] {
  const workload = model.workloads[w];
  if (workload?.mode !== "replicas" || workload.pin === "strict" || planned.length === 0) {
    return [];
  }
  const leader = model.leader[w] ?? -1;
  const hasCompany = (n: number): boolean => leader < 0 || state.count(leader, n) > 0 || failoverOf(leader).includes(n);
  const constraints = state.constraintsOf(w);
  const tried = state.index?.emptiest(w, failoversTried) ?? [...model.nodes.keys()];
  return tried
    .filter((n) => {
      const node = model.nodes[n];
      return (
        node !== undefined &&
        !planned.includes(n) &&
        model.mayUse(w, n) &&
        (workload.core || !node.controlPlane) &&
        hasPodSlot(state, n) &&
        hasResources(state, w, n) &&
        hasCompany(n) &&
        constraints.every(({ allows, allowsFailover }) => (allowsFailover ?? allows)(w, n, planned))
      );
    })
    .sort((a, b) => a - b);
}
