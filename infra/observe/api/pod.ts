import { z } from "zod";
import { listOf, metadataSchema } from "./metadata";
import { podResourcesSchema, podSpecSchema } from "./pod-spec";
import { resourceListSchema } from "./resource-list";

const containerStatusSchema = z.object({ name: z.string(), allocatedResources: resourceListSchema, resources: podResourcesSchema });

export const podSchema = z.object({
  metadata: metadataSchema,
  spec: podSpecSchema,
  status: z.object({
    phase: z.string().default("Unknown"),
    hostIP: z.string().optional(),
    conditions: listOf(z.object({ type: z.string(), status: z.string(), reason: z.string().optional() })),
    containerStatuses: listOf(containerStatusSchema),
    initContainerStatuses: listOf(containerStatusSchema),
  }),
});

export type Pod = z.output<typeof podSchema>;
export type ContainerStatus = z.output<typeof containerStatusSchema>;
