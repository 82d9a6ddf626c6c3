import { defaultSpegelPort } from "../../infra/utilities/spegel";
import { reloaderResources } from "../../infra/utilities/reloader";
import type { WorkloadRow } from "../../infra/workloads/schema";

/** What the chart of KEDA installs. Requests are those of kedacore/keda 2.20. */
export const kedaWorkloads: readonly WorkloadRow[] = ["keda-operator", "keda-operator-metrics-apiserver", "keda-admission-webhooks"].map(
  (name) => ({
    namespace: "keda",
    name,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "100Mi" },
    podLabels: { app: name },
  }),
);

/** One of Kyverno's controllers. CPU requests are those of the chart, kyverno 3.9. */
export function kyvernoWorkload(component: string, memory: string, memoryLimit?: string): WorkloadRow {
  return {
    namespace: "kyverno",
    name: `kyverno-${component}`,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory },
    ...(memoryLimit === undefined ? {} : { limits: { memory: memoryLimit } }),
    podLabels: { "app.kubernetes.io/component": component },
  };
}

/** Kyverno's controllers with the chart's requests and without limits. */
export const kyvernoWorkloads: readonly WorkloadRow[] = [
  kyvernoWorkload("admission-controller", "128Mi"),
  kyvernoWorkload("background-controller", "64Mi"),
  kyvernoWorkload("cleanup-controller", "64Mi"),
  kyvernoWorkload("reports-controller", "64Mi"),
];

/** The descheduler as Berth installs it. Requests are the chart's. */
export const deschedulerWorkload: WorkloadRow = {
  namespace: "kube-system",
  name: "descheduler",
  kind: "CronJob",
  managedBy: "helm",
  requests: { cpu: "500m", memory: "256Mi" },
  note: "Runs for some seconds a night; counted as if it always ran.",
};

/** Spegel on every node, with the chart's memory, spegel 0.3, and Berth's port. */
export const spegelWorkload: WorkloadRow = {
  namespace: "spegel",
  name: "spegel",
  kind: "DaemonSet",
  managedBy: "helm",
  requests: { memory: "128Mi" },
  limits: { memory: "128Mi" },
  hostPorts: [{ port: defaultSpegelPort }],
  tolerations: [{ operator: "Exists" }],
  isNew: true,
};

/** Reloader as Berth installs it. */
export const reloaderWorkload: WorkloadRow = {
  namespace: "reloader",
  name: "reloader",
  kind: "Deployment",
  managedBy: "helm",
  ...reloaderResources,
  podLabels: { app: "reloader" },
};

/** The NFS driver without snapshots: what mounts on every node, and what makes directories. Figures are the chart's. */
export function csiNfsWorkloads(controllerNode: string): readonly WorkloadRow[] {
  return [
    {
      namespace: "csi-driver-nfs",
      name: "csi-nfs-node",
      kind: "DaemonSet",
      managedBy: "helm",
      requests: { cpu: "30m", memory: "60Mi" },
      limits: { memory: "500Mi" },
      podLabels: { app: "csi-nfs-node" },
      note: "Figures are the chart's three containers.",
    },
    {
      namespace: "csi-driver-nfs",
      name: "csi-nfs-controller",
      kind: "Deployment",
      managedBy: "helm",
      requests: { cpu: "40m", memory: "80Mi" },
      limits: { memory: "900Mi" },
      podLabels: { app: "csi-nfs-controller" },
      current: { [controllerNode]: 1 },
      note: "Figures are the chart's.",
    },
  ];
}
