import type { CronJob, DaemonSet, HorizontalPodAutoscaler, Replicated } from "./api/controllers";
import type { PodDisruptionBudget } from "./api/disruption-budget";
import type { MetadataOnly } from "./api/metadata";
import type { PodMetrics } from "./api/metrics";
import type { Node } from "./api/node";
import type { Pod } from "./api/pod";
import type { PersistentVolume, PersistentVolumeClaim } from "./api/volume";

/**
 * What was read of a live cluster. Each list is complete, or undefined when it may not be read or the cluster does not
 * serve it; only pods have to be there. What the reader found out about each list stands in its own remarks.
 */
export interface ClusterSnapshot {
  /** The API server's URL, as the kubeconfig has it. */
  readonly server: string;
  /** The cluster's name in the kubeconfig. */
  readonly clusterName: string;
  /** `v1.35.4` or `v1.35.4+k3s1`; undefined when the API server does not say. */
  readonly gitVersion: string | undefined;
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[] | undefined;
  readonly namespaces: readonly MetadataOnly[] | undefined;
  readonly deployments: readonly Replicated[] | undefined;
  readonly statefulSets: readonly Replicated[] | undefined;
  readonly daemonSets: readonly DaemonSet[] | undefined;
  readonly replicaSets: readonly MetadataOnly[] | undefined;
  readonly cronJobs: readonly CronJob[] | undefined;
  readonly jobs: readonly MetadataOnly[] | undefined;
  readonly podDisruptionBudgets: readonly PodDisruptionBudget[] | undefined;
  readonly horizontalPodAutoscalers: readonly HorizontalPodAutoscaler[] | undefined;
  readonly persistentVolumeClaims: readonly PersistentVolumeClaim[] | undefined;
  readonly persistentVolumes: readonly PersistentVolume[] | undefined;
  readonly podMetrics: readonly PodMetrics[] | undefined;
}
