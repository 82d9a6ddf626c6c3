import { metadataSchema } from "../../infra/observe/api/metadata";
import type { Stack } from "../../infra/stack/stack";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { startRuns } from "./play-external-workloads";
import { z } from "zod";

const jobSchema = z.object({ metadata: metadataSchema });

/**
 * Starts the runs of CronJobs anew. A Job would replace a pod that it has lost itself, after ten seconds and, every further
 * time, twice as long, and not for ever: the next run of a real CronJob would not wait for that either. The new run has
 * another name, because the Job controller remembers by the name how often a Job has failed.
 *
 * @param ids Of workloads; those that are no CronJobs are passed over.
 */
export async function restartRuns(api: ClusterApi, { workloads }: Pick<Stack, "workloads">, ids: ReadonlySet<string>): Promise<void> {
  const restarted = new Map(
    workloads.filter(({ id, kind }) => kind === "CronJob" && ids.has(id)).map((workload) => [workload.id, workload]),
  );
  if (restarted.size === 0) {
    return;
  }
  const jobs = await api.list({ apiVersion: "batch/v1", kind: "Job" }, jobSchema);
  await Promise.all(
    jobs
      .filter(({ metadata: { namespace, ownerReferences } }) =>
        ownerReferences.some(({ kind, name }) => kind === "CronJob" && restarted.has(`${namespace}/${name}`)),
      )
      .map(async ({ metadata: { namespace, name } }) =>
        api.delete({ apiVersion: "batch/v1", kind: "Job", namespace, name }, { propagation: "Background" }),
      ),
  );
  await startRuns(api, { workloads: [...restarted.values()] }, String(Date.now()));
}
