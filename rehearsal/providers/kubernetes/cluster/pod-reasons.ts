import { z } from "zod";
import type { ClusterApi } from "../../../../kubernetes-api/cluster-api";

const podSchema = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
  status: z
    .object({
      conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string().default("") })).default([]),
      containerStatuses: z
        .array(
          z.object({
            name: z.string(),
            state: z
              .object({ waiting: z.object({ reason: z.string().default(""), message: z.string().default("") }).optional() })
              .default({}),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

/** Why pods are not running: what the scheduler says of those without a node, and what their containers wait for. */
export async function podReasons(api: ClusterApi, namespace: string, labels: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const pods = await api.list({ apiVersion: "v1", kind: "Pod", namespace, labelSelector }, podSchema);
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .flatMap(({ metadata: { name }, status }) => [
      ...status.conditions
        .filter(({ type, status: value, message }) => type === "PodScheduled" && value === "False" && message !== "")
        .map(({ message }) => `pod ${name} has no node: ${message}`),
      ...status.containerStatuses.flatMap(({ name: container, state: { waiting } }) =>
        waiting === undefined
          ? []
          : [`container ${container} of pod ${name} waits: ${[waiting.reason, waiting.message].filter(Boolean).join(": ")}`],
      ),
    ]);
}
