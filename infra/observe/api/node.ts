import { z } from "zod";
import { listOf, metadataSchema } from "./metadata";
import { resourceListSchema } from "./resource-list";

/** @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/ */
export const nodeSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    taints: listOf(
      z.object({ key: z.string(), value: z.string().default(""), effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]) }),
    ),
    unschedulable: z.boolean().default(false),
  }),
  status: z.object({
    conditions: listOf(z.object({ type: z.string(), status: z.string(), message: z.string().default("") })),
    addresses: listOf(z.object({ type: z.string(), address: z.string() })),
    capacity: resourceListSchema,
    allocatable: resourceListSchema,
    nodeInfo: z.object({ osImage: z.string(), kubeletVersion: z.string(), architecture: z.string(), operatingSystem: z.string() }),
  }),
});

export type Node = z.output<typeof nodeSchema>;
