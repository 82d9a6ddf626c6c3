import { z } from "zod";
import { listOf, metadataSchema } from "./metadata";
import { resourceListSchema } from "./resource-list";

/** Usage of a pod's containers. @see https://github.com/kubernetes/metrics, pkg/apis/metrics/v1beta1 */
export const podMetricsSchema = z.object({
  metadata: metadataSchema,
  containers: listOf(z.object({ usage: resourceListSchema })),
});

export type PodMetrics = z.output<typeof podMetricsSchema>;
