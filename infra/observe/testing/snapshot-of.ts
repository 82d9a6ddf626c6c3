import { z } from "zod";
import { cronJobSchema, daemonSetSchema, horizontalPodAutoscalerSchema, replicatedSchema } from "../api/controllers";
import { podDisruptionBudgetSchema } from "../api/disruption-budget";
import { metadataOnlySchema } from "../api/metadata";
import { podMetricsSchema } from "../api/metrics";
import { nodeSchema } from "../api/node";
import { podSchema } from "../api/pod";
import { persistentVolumeClaimSchema, persistentVolumeSchema } from "../api/volume";
import type { ClusterSnapshot } from "../snapshot";
import type { ApiObjects } from "./cluster-of-stack";

/** What a reader with all rights makes of these objects. */
export function snapshotOf(objects: ApiObjects, change: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  const read = <S extends z.ZodType>(path: string, schema: S): z.output<S>[] => z.array(schema).parse(objects[path] ?? []);
  return {
    server: "https://192.168.1.10:6443",
    clusterName: "observed",
    gitVersion: "v1.35.4",
    pods: read("/api/v1/pods", podSchema),
    nodes: read("/api/v1/nodes", nodeSchema),
    namespaces: read("/api/v1/namespaces", metadataOnlySchema),
    deployments: read("/apis/apps/v1/deployments", replicatedSchema),
    statefulSets: read("/apis/apps/v1/statefulsets", replicatedSchema),
    daemonSets: read("/apis/apps/v1/daemonsets", daemonSetSchema),
    replicaSets: read("/apis/apps/v1/replicasets", metadataOnlySchema),
    cronJobs: read("/apis/batch/v1/cronjobs", cronJobSchema),
    jobs: read("/apis/batch/v1/jobs", metadataOnlySchema),
    podDisruptionBudgets: read("/apis/policy/v1/poddisruptionbudgets", podDisruptionBudgetSchema),
    horizontalPodAutoscalers: read("/apis/autoscaling/v2/horizontalpodautoscalers", horizontalPodAutoscalerSchema),
    persistentVolumeClaims: read("/api/v1/persistentvolumeclaims", persistentVolumeClaimSchema),
    persistentVolumes: read("/api/v1/persistentvolumes", persistentVolumeSchema),
    podMetrics: read("/apis/metrics.k8s.io/v1beta1/pods", podMetricsSchema),
    ...change,
  };
}
