import { z } from "zod";

const exceptionSchema = z.strictObject({
  allowed: z.boolean(),
  /** Why the rule does not hold here. It is printed wherever the exception shows. */
  reason: z.string().refine((text) => text.trim().length >= 10, "must say why, in at least ten characters"),
});

/** Where a workload departs from what the matrix of coordination would give. */
export const exceptionsSchema = z.strictObject({
  /** Not allowed: Karpenter leaves its node alone. Allowed: it may move what else stays. */
  karpenter: exceptionSchema.optional(),
  /** Allowed: the VPA may change what a query of KEDA's measures. */
  vpa: exceptionSchema.extend({ allowed: z.literal(true, "can only be allowed: remove verticalScaling where it is not") }).optional(),
});

export type Exceptions = Readonly<z.output<typeof exceptionsSchema>>;
