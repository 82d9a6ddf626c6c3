import { z } from "zod";

/**
 * `nodes`: Karpenter adds rented nodes to this cluster. `federation`: a cluster in the cloud rents them, and this one gives
 * it pods.
 */
export const burstModes = ["off", "nodes", "federation"] as const;

/** `pulumi config set --path` turns what looks like a number into one. */
const accountId = z
  .union([z.string(), z.int().nonnegative()])
  .transform((id) => String(id))
  .pipe(z.string().regex(/^\d{12}$/, "must be the twelve digits of an AWS account, in quotes"));

const needed = ["accountId", "issuerBucket", "budgetEmails"] as const;

/** What `berth:burst` may hold. Everything but the mode may stay when the mode is `off`. */
export const burstConfigSchema = z
  .strictObject({
    mode: z
      .enum(burstModes)
      .describe(
        "off: nothing of AWS is used. nodes: Karpenter rents nodes on EC2 for this cluster when it needs them. federation: a small cluster on EC2 rents them, and runs pods that this one gives it through Liqo.",
      ),
    accountId: accountId.optional().describe("AWS account that pays, best one of its own. Needed unless bursts are off."),
    issuerBucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "must be a bucket's name: 3 to 63 lower-case letters, digits and hyphens")
      .optional()
      .describe(
        "Bucket for the public keys by which AWS checks the cluster's tokens; its name is unique in the whole world. Needed unless bursts are off.",
      ),
    budgetEmails: z.array(z.email()).min(1).max(10).optional().describe("Who hears of money being spent. Needed unless bursts are off."),
    ciRepository: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name")
      .optional()
      .describe("Repository on GitHub whose workflows may deploy to the account, without keys. Default: none may."),
  })
  .superRefine((burst, context) => {
    for (const key of burst.mode === "off" ? [] : needed) {
      if (burst[key] === undefined) {
        context.addIssue({ code: "custom", path: [key], message: `is missing, and mode ${burst.mode} needs it` });
      }
    }
  });

export type BurstConfig = Readonly<z.output<typeof burstConfigSchema>>;

/** What no mode but `off` can do without. */
export interface BurstAccount {
  readonly accountId: string;
  readonly issuerBucket: string;
  readonly budgetEmails: readonly string[];
  readonly ciRepository?: string;
}

/** The account that nodes are rented in, or undefined when none are. */
export function burstAccount(burst: BurstConfig | undefined): BurstAccount | undefined {
  if (
    burst === undefined ||
    burst.mode === "off" ||
    burst.accountId === undefined ||
    burst.issuerBucket === undefined ||
    burst.budgetEmails === undefined
  ) {
    return undefined;
  }
  const { accountId: id, issuerBucket, budgetEmails, ciRepository } = burst;
  return { accountId: id, issuerBucket, budgetEmails, ...(ciRepository === undefined ? {} : { ciRepository }) };
}
