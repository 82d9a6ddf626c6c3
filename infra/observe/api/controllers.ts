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

const countOrPercent = z.union([z.number(), z.string()]).optional();

const strategySchema = z.object({
  type: z.string().optional(),
  rollingUpdate: z
    .object({ maxSurge: countOrPercent, maxUnavailable: countOrPercent })
    .nullish()
    .transform((update) => update ?? undefined),
});

/** A Deployment or StatefulSet; only the first has a strategy. */
export const replicatedSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ replicas: z.number().default(1), template: podTemplateSchema, strategy: strategySchema.optional() }),
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

export type DeploymentStrategy = z.output<typeof strategySchema>;
export type PodTemplate = z.output<typeof podTemplateSchema>;
export type Replicated = z.output<typeof replicatedSchema>;
export type DaemonSet = z.output<typeof daemonSetSchema>;
export type CronJob = z.output<typeof cronJobSchema>;
export type HorizontalPodAutoscaler = z.output<typeof horizontalPodAutoscalerSchema>;
