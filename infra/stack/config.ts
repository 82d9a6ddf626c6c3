import { z } from "zod";

/**
 * What `Pulumi.<stack>.yaml` may hold under `berth:`. `plan` reads it from the file, the program through Pulumi;
 * both validate it here. The JSON Schema for editors (`schema/stack-config.schema.json`) is generated from it.
 */
export const stackConfigSchema = z.strictObject({
  applyRecommendations: z
    .boolean()
    .default(false)
    .describe("Plan and deploy with the VPA's recommended requests instead of the current ones."),
  objective: z
    .enum(["balance", "power"])
    .default("balance")
    .describe("Which preset of objectives the planner follows: even utilisation, or the fewest watts."),
  talosSecretsFile: z
    .string()
    .optional()
    .describe(
      "Path to the secrets bundle of the running cluster (talosctl gen secrets, or extracted from its machine configuration). Needed for `up`; never commit it.",
    ),
  talosDocuments: z
    .string()
    .optional()
    .describe(
      "Path to a folder with what the running machines have beside Talos' defaults: all.yaml, control-plane.yaml, worker.yaml, <machine>.yaml. Needed for `up`.",
    ),
});

export type StackConfigInput = z.input<typeof stackConfigSchema>;
export type StackConfig = Readonly<z.output<typeof stackConfigSchema>>;
