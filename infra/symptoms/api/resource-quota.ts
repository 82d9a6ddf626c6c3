import { z } from "zod";
import { metadataSchema } from "../../observe/api/metadata";
import { resourceListSchema } from "../../observe/api/resource-list";

/** @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/resource-quota-v1/ */
export const resourceQuotaSchema = z.object({
  metadata: metadataSchema,
  /** Absent until the controller has counted. */
  status: z.object({ hard: resourceListSchema, used: resourceListSchema }).optional(),
});

export type ResourceQuota = z.output<typeof resourceQuotaSchema>;
