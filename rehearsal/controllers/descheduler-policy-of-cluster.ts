import { z } from "zod";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";

const configMapSchema = z.object({ data: z.record(z.string(), z.string()).default({}) });

/**
 * The policy that the stack's release of the descheduler has put into the cluster, word for word; undefined where the
 * stack has no descheduler.
 */
export async function deschedulerPolicyOfCluster(api: ClusterApi): Promise<string | undefined> {
  const labelSelector = "app.kubernetes.io/name=descheduler";
  const maps = await api.list({ apiVersion: "v1", kind: "ConfigMap", labelSelector }, configMapSchema);
  return maps.flatMap(({ data }) => data["policy.yaml"] ?? []).at(0);
}
