import { z } from "zod";
import { podSchema } from "../infra/observe/api/pod";
import { metadataOnlySchema, type MetadataOnly } from "../infra/observe/api/metadata";
import { topOwnerOf } from "../infra/observe/owners/top-owner";
import { podRequests, type PodRequests } from "../infra/observe/pod-resources";
import type { ClusterApi } from "./cluster-api";

/** A pod of a cluster, with the workload that it belongs to. */
export interface ObservedPod {
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name` of what a user deploys: its Deployment, StatefulSet, DaemonSet, CronJob; absent for a pod of nobody. */
  readonly workload?: string;
  /** Of that workload: `Deployment`, `StaticPod`, … */
  readonly ownerKind?: string;
  /** Absent while it has none. */
  readonly node?: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly deleting: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: PodRequests;
  /** Why it has no node, in the scheduler's words. */
  readonly unschedulable?: string;
}

/** What the scheduler says of a pod stands in a condition, whose message the shared schema does not keep. */
const scheduledSchema = z.object({
  status: z.object({
    conditions: z
      .array(z.object({ type: z.string(), status: z.string(), message: z.string().default("") }))
      .nullish()
      .transform((conditions) => conditions ?? []),
  }),
});
const observedSchema = z.unknown().transform((object) => ({ pod: podSchema.parse(object), scheduled: scheduledSchema.parse(object) }));

/**
 * All pods that are neither done nor failed, by namespace and name.
 *
 * @param namespace Default: all of them.
 */
export async function observePods(api: ClusterApi, namespace?: string): Promise<readonly ObservedPod[]> {
  const scope = namespace === undefined ? {} : { namespace };
  const [pods, replicaSets, jobs] = await Promise.all([
    api.list({ apiVersion: "v1", kind: "Pod", ...scope }, observedSchema),
    api.list({ apiVersion: "apps/v1", kind: "ReplicaSet", ...scope }, metadataOnlySchema),
    api.list({ apiVersion: "batch/v1", kind: "Job", ...scope }, metadataOnlySchema),
  ]);
  const intermediates = { replicaSets: byId(replicaSets), jobs: byId(jobs) };
  return pods
    .filter(({ pod }) => pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed")
    .map(({ pod, scheduled }): ObservedPod => {
      const owner = topOwnerOf(pod, intermediates);
      const refusal = scheduled.status.conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
      return {
        namespace: pod.metadata.namespace,
        name: pod.metadata.name,
        ...(owner === undefined ? {} : { workload: `${owner.namespace}/${owner.name}`, ownerKind: owner.kind }),
        ...(pod.spec.nodeName === undefined ? {} : { node: pod.spec.nodeName }),
        phase: pod.status.phase,
        ready: pod.status.conditions.some(({ type, status }) => type === "Ready" && status === "True"),
        deleting: pod.metadata.deletionTimestamp !== undefined,
        labels: pod.metadata.labels,
        requests: podRequests(pod.spec, pod.status),
        ...(refusal === undefined ? {} : { unschedulable: refusal.message }),
      };
    })
    .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

function byId(objects: readonly MetadataOnly[]): ReadonlyMap<string, MetadataOnly> {
  return new Map(objects.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]));
}
