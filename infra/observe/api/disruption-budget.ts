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
  /** Absent until the controller has looked at it. */
  status: z
    .object({
      disruptionsAllowed: z.number().default(0),
      currentHealthy: z.number().default(0),
      desiredHealthy: z.number().default(0),
      expectedPods: z.number().default(0),
    })
    .optional(),
});

export type PodDisruptionBudget = z.output<typeof podDisruptionBudgetSchema>;
