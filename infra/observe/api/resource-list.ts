import { z } from "zod";
import { isQuantity } from "../../quantities/quantity";

/** Quantities by the name of their resource. The API writes them as text; a client may have written a bare number. */
export const resourceListSchema = z
  .record(z.string(), z.union([z.string(), z.number().transform(String)]).refine(isQuantity, "must be a Kubernetes quantity"))
  .nullish()
  .transform((list) => list ?? {});

export type ResourceList = z.output<typeof resourceListSchema>;
