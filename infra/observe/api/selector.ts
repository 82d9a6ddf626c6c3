import { z } from "zod";
import { meetsRequirement } from "../../selectors/label-requirement";
import { listOf, textMap } from "./metadata";

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export const labelSelectorSchema = z.object({
  matchLabels: textMap,
  matchExpressions: listOf(z.object({ key: z.string(), operator: z.string(), values: listOf(z.string()) })),
});

export type LabelSelector = z.output<typeof labelSelectorSchema>;

/**
 * Whether a selector finds an object with these labels. An empty selector finds everything; an operator that
 * Kubernetes does not have finds nothing.
 */
export function selects(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
    selector.matchExpressions.every((requirement) => meetsRequirement(requirement, labels))
  );
}
