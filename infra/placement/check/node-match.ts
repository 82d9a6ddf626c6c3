import type { Taint } from "../../hardware/schema";
import type { NodeRequirement, Toleration } from "../../workloads/schema";
import type { PlacementNode, PlacementWorkload } from "../problem";

/** Whether no taint of the node keeps the workload's pods away. */
export function isTolerated({ tolerations }: PlacementWorkload, { taints }: PlacementNode): boolean {
  return taints.every((taint) => taint.effect === "PreferNoSchedule" || tolerations.some((toleration) => covers(toleration, taint)));
}

/** Whether the node's labels meet all of the requirements. */
export function matches(requirements: readonly NodeRequirement[], node: PlacementNode): boolean {
  return requirements.every((requirement) => holds(node, requirement));
}

function covers({ key, operator, value = "", effect }: Toleration, taint: Taint): boolean {
  const effectMatches = effect === undefined || effect === taint.effect;
  const keyMatches = key === undefined ? operator === "Exists" : key === taint.key;
  return effectMatches && keyMatches && (operator === "Exists" || value === taint.value);
}

function holds({ labels }: PlacementNode, requirement: NodeRequirement): boolean {
  const present = Object.hasOwn(labels, requirement.key);
  const value = labels[requirement.key] ?? "";
  switch (requirement.operator) {
    case "Exists":
      return present;
    case "DoesNotExist":
      return !present;
    case "In":
      return present && requirement.values.includes(value);
    case "NotIn":
      return !present || !requirement.values.includes(value);
    case "Gt":
    case "Lt": {
      const [than] = requirement.values;
      if (!present || !wholeNumber.test(value) || !wholeNumber.test(than)) {
        return false;
      }
      return requirement.operator === "Gt" ? BigInt(value) > BigInt(than) : BigInt(value) < BigInt(than);
    }
  }
}

const wholeNumber = /^-?\d+$/u;
