import { z } from "zod";
import { listOf, metadataSchema } from "./metadata";
import { nodeSelectorTermSchema } from "./pod-spec";

export const persistentVolumeClaimSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ volumeName: z.string().default(""), storageClassName: z.string().default("") }),
});

export const persistentVolumeSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    nodeAffinity: z
      .object({ required: z.object({ nodeSelectorTerms: listOf(nodeSelectorTermSchema) }).optional() })
      .nullish()
      .transform((affinity) => affinity?.required?.nodeSelectorTerms ?? []),
    /** A directory of whichever node the pod is on: the data stays there. */
    hostPath: z.object({ path: z.string() }).optional(),
    local: z.object({ path: z.string() }).optional(),
  }),
});

export type PersistentVolumeClaim = z.output<typeof persistentVolumeClaimSchema>;
export type PersistentVolume = z.output<typeof persistentVolumeSchema>;
