import type { WorkloadRow } from "../../../infra/workloads/schema";
import { estimate } from "./estimate";
import { data } from "./storage-classes";

/** What applications lean on: GitOps, certificates, backups, monitoring. */
export const platformWorkloads: readonly WorkloadRow[] = [
  argocd("application-controller", "StatefulSet", "250m", "512Mi", "2Gi", "metal2"),
  argocd("repo-server", "Deployment", "100m", "256Mi", "1Gi", "metal1"),
  argocd("server", "Deployment", "50m", "128Mi", "512Mi", "metal2"),
  argocd("applicationset-controller", "Deployment", "50m", "128Mi", "512Mi", "metal2"),
  argocd("redis", "Deployment", "50m", "64Mi", "256Mi", "metal2"),
  certManager("cert-manager", "controller", "128Mi", "metal2"),
  certManager("cert-manager-webhook", "webhook", "64Mi", "metal2"),
  certManager("cert-manager-cainjector", "cainjector", "128Mi", "metal1"),
  {
    namespace: "volsync-system",
    name: "volsync",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "105m", memory: "128Mi" },
    limits: { memory: "1428Mi" },
    podLabels: { "app.kubernetes.io/name": "volsync" },
    current: { metal2: 1 },
    note: "Figures are the chart's two containers.",
  },
  {
    namespace: "monitoring-system",
    name: "prometheus",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "300m", memory: "2Gi" },
    limits: { memory: "4Gi" },
    volumes: [data("50Gi")],
    current: { metal1: 1 },
    note: estimate,
  },
  {
    namespace: "monitoring-system",
    name: "grafana",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "50m", memory: "256Mi" },
    limits: { memory: "512Mi" },
    volumes: [data("10Gi")],
    current: { metal2: 1 },
    note: estimate,
  },
  {
    namespace: "monitoring-system",
    name: "alertmanager",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "20m", memory: "64Mi" },
    limits: { memory: "256Mi" },
    volumes: [data("1Gi")],
    current: { metal2: 1 },
    note: `${estimate} Alerts through ntfy.sh.`,
  },
  {
    namespace: "monitoring-system",
    name: "node-exporter",
    kind: "DaemonSet",
    managedBy: "argocd",
    requests: { cpu: "10m", memory: "32Mi" },
    limits: { memory: "64Mi" },
    podLabels: { "app.kubernetes.io/name": "prometheus-node-exporter" },
    note: estimate,
  },
  {
    namespace: "monitoring-system",
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    replicas: 2,
    requests: { cpu: "50m", memory: "128Mi" },
    limits: { memory: "256Mi" },
    current: { metal2: 2 },
    note: "kube-state-metrics and the operator.",
  },
  {
    namespace: "kube-system",
    name: "metrics-server",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "100m", memory: "200Mi" },
    current: { metal2: 1 },
    note: estimate,
  },
  {
    namespace: "renovate",
    name: "renovate",
    kind: "CronJob",
    managedBy: "argocd",
    requests: { cpu: "200m", memory: "512Mi" },
    limits: { memory: "2Gi" },
    current: { metal2: 1 },
    note: `${estimate} Runs for some minutes an hour; counted as if it always ran. When its jobs fail, its GitHub token is the first thing to check.`,
  },
];

function argocd(
  component: string,
  kind: "Deployment" | "StatefulSet",
  cpu: string,
  memory: string,
  limit: string,
  node: string,
): WorkloadRow {
  return {
    namespace: "argocd",
    name: `argocd-${component}`,
    kind,
    managedBy: "helm",
    requests: { cpu, memory },
    limits: { memory: limit },
    current: { [node]: 1 },
    note: estimate,
  };
}

function certManager(name: string, component: string, memory: string, node: string): WorkloadRow {
  return {
    namespace: "cert-manager",
    name,
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "20m", memory },
    limits: { memory: "256Mi" },
    podLabels: { "app.kubernetes.io/instance": "cert-manager", "app.kubernetes.io/component": component },
    current: { [node]: 1 },
    note: estimate,
  };
}
