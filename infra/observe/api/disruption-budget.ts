import { z } from "zod";
import { metadataSchema } from "./metadata";
import { labelSelectorSchema } from "./selector";

const countOrPercent = z.union([z.number(), z.string()]);

/** @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/ */
export const podDisruptionBudgetSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    minAvailable: countOrPercent.optional(),
    maxUnavailable: countOrPercent.optional(),
    /** Absent: it selects no pod. */
    selector: labelSelectorSchema.nullish().transform((selector) => selector ?? undefined),
  }),
});

export type PodDisruptionBudget = z.output<typeof podDisruptionBudgetSchema>;
