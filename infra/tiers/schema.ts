import { z } from "zod";
import { cpuQuantity, memoryQuantity, positiveInteger } from "../schema/fields";
import { tierSchema } from "../workloads/schema";

/** The fields of a tier that a stack has otherwise than `standardTiers`; what it leaves out stays. */
const tierChangeSchema = z.strictObject({
  limitRange: z
    .strictObject({
      defaultRequest: z.strictObject({ cpu: cpuQuantity, memory: memoryQuantity }).partial().optional(),
      default: z.strictObject({ memory: memoryQuantity }).optional(),
      max: z.strictObject({ memory: memoryQuantity }).optional(),
    })
    .optional(),
  quota: z.strictObject({ cpu: cpuQuantity, memory: memoryQuantity, pods: positiveInteger }).partial().optional(),
  memory: z.enum(["request-is-limit", "request-below-limit"]).optional(),
  stability: z.enum(["stable", "volatile"]).optional(),
});

export type TierChange = z.output<typeof tierChangeSchema>;

/** `Audit` reports what breaks the rule; `Deny` refuses it. */
const action = z.enum(["Audit", "Deny"]);

/** What a stack says about its tiers. An empty object takes them as they are. */
export const tiersSchema = z.strictObject({
  /** What differs from `standardTiers`. Default: nothing. */
  table: z.partialRecord(tierSchema, tierChangeSchema).default({}),
  /** Pods with a CPU limit. Default `Audit`: charts of others come with some. */
  cpuLimits: action.default("Audit"),
  /** Namespaces without a tier. Default `Audit`: charts and operators make namespaces of their own. */
  namespacesWithoutTier: action.default("Audit"),
  /** The API of the policies; `kyverno.io/v1` (ClusterPolicy) is for Kyverno before 1.17. */
  api: z.enum(["policies.kyverno.io/v1", "kyverno.io/v1"]).default("policies.kyverno.io/v1"),
});

export type TierSettings = z.input<typeof tiersSchema>;
