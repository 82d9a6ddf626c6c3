import type { Taint } from "../hardware/schema";
import { meets } from "../placement/constraints/requirements";
import { tolerates } from "../placement/constraints/taints";
import type { NodeRequirement, Toleration } from "./schema";

/** Whether the DaemonSet controller would run a pod on a node: hard requirements met, hard taints tolerated. */
export function runsOn(
  pod: { readonly requires: readonly NodeRequirement[]; readonly tolerations: readonly Toleration[] },
  node: { readonly labels: Readonly<Record<string, string>>; readonly taints: readonly Taint[] },
): boolean {
  return (
    pod.requires.every((requirement) => meets(node.labels, requirement)) &&
    node.taints.every((taint) => taint.effect === "PreferNoSchedule" || pod.tolerations.some((toleration) => tolerates(toleration, taint)))
  );
}
