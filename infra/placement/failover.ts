import { isUsable } from "./constraints/admission";
import { hasPodSlot } from "./constraints/pod-count";
import { hasResources } from "./constraints/resources";
import type { Assignment } from "./search/assign";

/**
 * Nodes that a pod may fall back to when one of its planned nodes is lost: outside the planned set, usable (the target
 * may be left), no control plane unless the workload is core, with room for the pod beside everything planned there.
 * Whether all pods of a lost node find room together is not looked at.
 */
export function failoverNodes(
  { model, state }: Assignment,
  w: number,
  planned: readonly number[],
  failoverOf: (leader: number) => readonly number[],
): readonly number[] {
  const workload = model.workloads[w];
  if (workload?.mode !== "replicas" || workload.pin === "strict" || planned.length === 0) {
    return [];
  }
  const leader = model.leader[w] ?? -1;
  const company =
    leader >= 0 ? new Set([...failoverOf(leader), ...model.nodes.flatMap((_, n) => (state.count(leader, n) > 0 ? [n] : []))]) : undefined;
  return model.nodes.flatMap((node, n) => {
    const possible =
      !planned.includes(n) &&
      isUsable(workload, node) &&
      (workload.core || !node.controlPlane) &&
      hasPodSlot(state, n) &&
      hasResources(state, w, n) &&
      (company === undefined || company.has(n)) &&
      staysApart(n) &&
      staysSpread(n);
    return possible ? [n] : [];
  });

  /** With one planned node lost, the others' domains are still taken. */
  function staysApart(n: number): boolean {
    const domainOf = model.antiAffinity[w]?.domainOf;
    const domain = domainOf?.[n] ?? -1;
    return domainOf === undefined || domain < 0 || planned.filter((other) => domainOf[other] === domain).length <= 1;
  }

  /** A node outside the target would be an empty domain that strict spread has to fill, so it cannot be offered. */
  function staysSpread(n: number): boolean {
    const spread = model.strictSpread[w];
    return spread === undefined || (spread.domainOf[n] ?? -1) >= 0;
  }
}
