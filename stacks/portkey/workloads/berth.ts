import type { WorkloadRow } from "../../../infra/workloads/schema";

/** What Berth adds with Helm and was not there before. Figures are those of the charts: kyverno 3.9, descheduler 0.35. */
export const berthWorkloads: readonly WorkloadRow[] = [
  kyverno("admission-controller", "128Mi", "384Mi"),
  kyverno("background-controller", "64Mi", "128Mi"),
  kyverno("cleanup-controller", "64Mi", "128Mi"),
  kyverno("reports-controller", "64Mi", "128Mi"),
  {
    namespace: "kube-system",
    name: "descheduler",
    kind: "CronJob",
    managedBy: "helm",
    requests: { cpu: "500m", memory: "256Mi" },
    note: "Runs for some seconds a night; counted as if it always ran.",
  },
];

function kyverno(component: string, memory: string, limit: string): WorkloadRow {
  return {
    namespace: "kyverno",
    name: `kyverno-${component}`,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory },
    limits: { memory: limit },
    podLabels: { "app.kubernetes.io/component": component },
  };
}
