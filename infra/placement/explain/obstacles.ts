import { antiAffinityConstraint, keepsApart } from "../constraints/anti-affinity";
import { colocationConstraint, hasCompany } from "../constraints/colocation";
import { hasPodSlot, podCountConstraint } from "../constraints/pod-count";
import { formatRequirement, requirementsConstraint, unmetRequirements } from "../constraints/requirements";
import { scarceResources } from "../constraints/resources";
import { keepsSpread, spreadConstraint } from "../constraints/spread";
import { blockingTaints, formatTaint, taintsConstraint } from "../constraints/taints";
import { targetConstraint, unmetTarget } from "../constraints/target";
import type { State } from "../search/state";
import { formatAmount } from "./amounts";

/** A constraint that keeps a pod off a node. */
export interface Obstacle {
  /** Its name in `blockedBy`. */
  readonly constraint: string;
  /** For reading, to follow "not talos00:". */
  readonly reason: string;
}

/** Every constraint that keeps one more pod of the workload off the node as things are, in the order in which they are checked. */
export function obstacles(state: State, w: number, n: number): readonly Obstacle[] {
  const workload = state.model.workloads[w];
  const node = state.model.nodes[n];
  if (workload === undefined || node === undefined) {
    return [];
  }
  const found: Obstacle[] = [];
  const taints = blockingTaints(workload, node);
  if (taints.length > 0) {
    found.push({ constraint: taintsConstraint, reason: `taint ${taints.map(formatTaint).join(", ")}` });
  }
  const unmet = unmetRequirements(node, workload.requires);
  if (unmet.length > 0) {
    found.push({ constraint: requirementsConstraint, reason: `needs ${unmet.map(formatRequirement).join(" and ")}` });
  }
  const outside = workload.mode === "perNode" ? [] : unmetTarget(workload, node);
  if (outside.length > 0) {
    found.push({ constraint: targetConstraint, reason: `target is ${outside.map(formatRequirement).join(" and ")}` });
  }
  if (!hasPodSlot(state, n)) {
    found.push({ constraint: podCountConstraint, reason: `already runs ${state.pods[n] ?? 0} pods` });
  }
  for (const { resource, missing } of scarceResources(state, w, n)) {
    found.push({ constraint: resource, reason: `${formatAmount(resource, missing)} too little` });
  }
  if (!keepsApart(state, w, n)) {
    found.push({ constraint: antiAffinityConstraint, reason: `another of its pods has this ${workload.antiAffinityTopologyKey ?? ""}` });
  }
  if (!hasCompany(state, w, n)) {
    found.push({ constraint: colocationConstraint, reason: `${workload.colocateWith ?? ""} is not there` });
  }
  if (!keepsSpread(state, w, n)) {
    found.push({
      constraint: spreadConstraint,
      reason: `would be spread unevenly over ${workload.spreads?.find(({ strict }) => strict)?.topologyKey ?? ""}`,
    });
  }
  return found;
}
