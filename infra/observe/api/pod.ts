import { z } from "zod";
import { listOf, metadataSchema } from "./metadata";
import { podResourcesSchema, podSpecSchema } from "./pod-spec";
import { resourceListSchema } from "./resource-list";

const stateSchema = z
  .object({ terminated: z.object({ reason: z.string().default("") }).nullish() })
  .nullish()
  .transform((state) => state ?? undefined);

const containerStatusSchema = z.object({
  name: z.string(),
  allocatedResources: resourceListSchema,
  resources: podResourcesSchema,
  restartCount: z.number().default(0),
  state: stateSchema.optional(),
  /** How it ended the time before. */
  lastState: stateSchema.optional(),
});

export const podSchema = z.object({
  metadata: metadataSchema,
  spec: podSpecSchema,
  status: z.object({
    phase: z.string().default("Unknown"),
    /** Of the pod as a whole: `Evicted`. */
    reason: z.string().optional(),
    message: z.string().optional(),
    hostIP: z.string().optional(),
    conditions: listOf(z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() })),
    containerStatuses: listOf(containerStatusSchema),
    initContainerStatuses: listOf(containerStatusSchema),
  }),
});

export type Pod = z.output<typeof podSchema>;
export type ContainerStatus = z.output<typeof containerStatusSchema>;
