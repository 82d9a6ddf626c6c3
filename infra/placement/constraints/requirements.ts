import { meetsRequirement } from "../../selectors/label-requirement";
import type { NodeRequirement } from "../../workloads/schema";
import type { PlacementNode } from "../problem";

/** Name of the constraint in a plan's `blockedBy`. */
export const requirementsConstraint = "requirements";

/**
 * Whether a node's labels meet a requirement. A missing key passes `NotIn` and `DoesNotExist`, and nothing else; `Gt`
 * and `Lt` compare whole numbers.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#operators
 */
export function meets(labels: PlacementNode["labels"], requirement: NodeRequirement): boolean {
  return meetsRequirement(requirement, labels);
}

/** The requirements that the node does not meet, in an order of their own: theirs has no meaning. */
export function unmetRequirements(node: PlacementNode, requirements: readonly NodeRequirement[]): readonly NodeRequirement[] {
  return requirements
    .filter((requirement) => !meets(node.labels, requirement))
    .sort((a, b) => (formatRequirement(a) < formatRequirement(b) ? -1 : 1));
}

/** `key In [a, b]`, `key Gt 8`, `key Exists`. */
export function formatRequirement(requirement: NodeRequirement): string {
  const { key, operator } = requirement;
  switch (operator) {
    case "In":
    case "NotIn":
      return `${key} ${operator} [${requirement.values.join(", ")}]`;
    case "Gt":
    case "Lt":
      return `${key} ${operator} ${requirement.values.join(", ")}`;
    case "Exists":
    case "DoesNotExist":
      return `${key} ${operator}`;
  }
}
