import { z } from "zod";
import { listOf, metadataSchema } from "../../observe/api/metadata";

/** `keda.sh/v1alpha1` ScaledObject, as far as it is used. @see https://keda.sh/docs/latest/reference/scaledobject-spec/ */
export const scaledObjectSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ scaleTargetRef: z.object({ kind: z.string().default("Deployment"), name: z.string() }) }),
  status: z
    .object({
      conditions: listOf(
        z.object({ type: z.string(), status: z.string().default(""), reason: z.string().default(""), message: z.string().default("") }),
      ),
    })
    .optional(),
});

export type ScaledObject = z.output<typeof scaledObjectSchema>;
