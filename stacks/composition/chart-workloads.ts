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
