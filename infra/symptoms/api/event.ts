import { z } from "zod";
import { metadataSchema } from "../../observe/api/metadata";

/** What a controller could not do, and with which object. @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export const eventSchema = z.object({
  metadata: metadataSchema,
  reason: z.string().default(""),
  message: z.string().default(""),
  involvedObject: z.object({ kind: z.string().default(""), name: z.string().default("") }),
});

export type Event = z.output<typeof eventSchema>;
