import type { KubernetesObject } from "../../../../kubernetes-api/cluster-api";

/** The order in which Helm installs kinds; kinds that are not named come last. */
const order = [
  "PriorityClass",
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
];

/** Objects of one kind after the other, as Helm installs them. */
export function inInstallOrder(objects: readonly KubernetesObject[]): readonly (readonly KubernetesObject[])[] {
  const groups = Map.groupBy(objects, ({ kind }) => (order.includes(kind) ? order.indexOf(kind) : order.length));
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}
