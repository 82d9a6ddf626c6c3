import type { Taint } from "../hardware/schema";
import type { NodeRequirement, Toleration } from "./schema";

/**
 * Whether a node's labels meet a requirement, as kube-scheduler's NodeAffinity decides: `NotIn` and `DoesNotExist`
 * are met by a node that has no such label.
 */
export function meetsRequirement(labels: Readonly<Record<string, string>>, requirement: NodeRequirement): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case "In":
      return value !== undefined && requirement.values.includes(value);
    case "NotIn":
      return value === undefined || !requirement.values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

/** Whether one of the tolerations covers a taint, as Kubernetes compares them: absent fields match everything. */
export function tolerates(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some(
    ({ key, operator, value = "", effect }) =>
      (key === undefined || key === taint.key) && (effect === undefined || effect === taint.effect) && (operator === "Exists" || value === taint.value),
  );
}

/** Whether the DaemonSet controller would run a pod on a node: hard requirements met, hard taints tolerated. */
export function runsOn(
  pod: { readonly requires: readonly NodeRequirement[]; readonly tolerations: readonly Toleration[] },
  node: { readonly labels: Readonly<Record<string, string>>; readonly taints: readonly Taint[] },
): boolean {
  return (
    pod.requires.every((requirement) => meetsRequirement(node.labels, requirement)) &&
    node.taints.every((taint) => taint.effect === "PreferNoSchedule" || tolerates(pod.tolerations, taint))
  );
}
