import { z } from "zod";
import { listOf, metadataSchema, textMap } from "../../observe/api/metadata";

/** @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/mutating-webhook-configuration-v1/ */
export const webhookConfigurationSchema = z.object({
  metadata: metadataSchema,
  webhooks: listOf(
    z.object({
      name: z.string(),
      failurePolicy: z.enum(["Ignore", "Fail"]).default("Fail"),
      clientConfig: z.object({ service: z.object({ namespace: z.string(), name: z.string() }).optional() }),
      rules: listOf(z.object({ resources: listOf(z.string()) })),
    }),
  ),
});

/** @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/ */
export const endpointSliceSchema = z.object({
  metadata: z.object({ namespace: z.string().default(""), labels: textMap }),
  /** Readiness that is not told counts as ready. */
  endpoints: listOf(
    z.object({
      conditions: z
        .object({ ready: z.boolean().nullish() })
        .nullish()
        .transform((conditions) => conditions?.ready !== false),
    }),
  ),
});

export type WebhookConfiguration = z.output<typeof webhookConfigurationSchema>;
export type EndpointSlice = z.output<typeof endpointSliceSchema>;
