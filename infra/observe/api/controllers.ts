import { z } from "zod";
import { metadataSchema, textMap } from "./metadata";
import { podSpecSchema } from "./pod-spec";

export const podTemplateSchema = z.object({
  metadata: z
    .object({ labels: textMap })
    .nullish()
    .transform((metadata) => metadata ?? { labels: {} }),
  spec: podSpecSchema,
});

/** A Deployment or StatefulSet. */
export const replicatedSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ replicas: z.number().default(1), template: podTemplateSchema }),
});

export const daemonSetSchema = z.object({ metadata: metadataSchema, spec: z.object({ template: podTemplateSchema }) });

export const cronJobSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    suspend: z.boolean().default(false),
    jobTemplate: z.object({ spec: z.object({ parallelism: z.number().default(1), template: podTemplateSchema }) }),
  }),
});

/** Of an autoscaler, only what it scales. */
export const horizontalPodAutoscalerSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
    minReplicas: z.number().optional(),
    maxReplicas: z.number(),
  }),
});

export type PodTemplate = z.output<typeof podTemplateSchema>;
export type Replicated = z.output<typeof replicatedSchema>;
export type DaemonSet = z.output<typeof daemonSetSchema>;
export type CronJob = z.output<typeof cronJobSchema>;
export type HorizontalPodAutoscaler = z.output<typeof horizontalPodAutoscalerSchema>;
