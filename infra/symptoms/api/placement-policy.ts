import { z } from "zod";
import { metadataSchema } from "../../observe/api/metadata";

/** `policies.kyverno.io/v1` MutatingPolicy: whose pods it places, and whether Kyverno has taken it up. */
export const mutatingPolicySchema = z.object({
  metadata: metadataSchema,
  status: z.object({ conditionStatus: z.object({ ready: z.boolean().optional(), message: z.string().default("") }).nullish() }).optional(),
});

export type MutatingPolicy = z.output<typeof mutatingPolicySchema>;
