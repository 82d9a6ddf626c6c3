import { z } from "zod";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";

const podSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string(), deletionTimestamp: z.string().optional() }),
  spec: z.object({
    nodeName: z.string().default(""),
    tolerations: z
      .array(z.object({ key: z.string().default(""), operator: z.string().default("Equal"), effect: z.string().default("") }))
      .default([]),
  }),
  status: z.object({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]) }),
});

export type PodOfNode = z.output<typeof podSchema>;

export async function podsOfNode(api: ClusterApi, node: string): Promise<readonly PodOfNode[]> {
  const pods = await api.list({ apiVersion: "v1", kind: "Pod" }, podSchema);
  return pods.filter(({ spec }) => spec.nodeName === node);
}
