import type { WorkloadRow } from "../../../infra/workloads/schema";

/**
 * What Berth installs with Helm. None of it was there when the snapshot was taken, so `current` is empty. Requests are
 * those of the charts: kedacore/keda 2.20, kyverno 3.9, descheduler 0.35.
 */
export const berthWorkloads: readonly WorkloadRow[] = [
  keda("keda-operator"),
  keda("keda-operator-metrics-apiserver"),
  keda("keda-admission-webhooks"),
  kyverno("admission-controller", "128Mi"),
  kyverno("background-controller", "64Mi"),
  kyverno("cleanup-controller", "64Mi"),
  kyverno("reports-controller", "64Mi"),
  {
    namespace: "kube-system",
    name: "descheduler",
    kind: "CronJob",
    managedBy: "helm",
    requests: { cpu: "500m", memory: "256Mi" },
    note: "Runs for some seconds a night; counted as if it always ran.",
  },
];

function keda(name: string): WorkloadRow {
  return {
    namespace: "keda",
    name,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "100Mi" },
    podLabels: { app: name },
  };
}

function kyverno(component: string, memory: string): WorkloadRow {
  return {
    namespace: "kyverno",
    name: `kyverno-${component}`,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory },
    podLabels: { "app.kubernetes.io/component": component },
  };
}
