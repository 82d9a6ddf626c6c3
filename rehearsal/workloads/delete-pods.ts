import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { observePods } from "../../kubernetes-api/observed-pods";

/** Deletes all pods of workloads at once, for their controllers to make new ones. @param workloads `namespace/name` of each. */
export async function deletePods(api: ClusterApi, workloads: ReadonlySet<string>): Promise<void> {
  const own = (await observePods(api)).filter(({ workload }) => workload !== undefined && workloads.has(workload));
  await Promise.all(
    own.map(async ({ namespace, name }) => api.delete({ apiVersion: "v1", kind: "Pod", namespace, name }, { gracePeriodSeconds: 0 })),
  );
}
