import type { WorkloadRow } from "../../../infra/workloads/schema";
import { onPermanentServers } from "./databases";

/** Metrics, logs, dashboards and alerts. The seed names the parts and gives no figures: all are assumed. */
export const monitoringWorkloads: readonly WorkloadRow[] = [
  store("mimir", { cpu: "100m", memory: "512Mi" }, "20Gi"),
  store("loki", { cpu: "100m", memory: "256Mi" }, "20Gi"),
  {
    namespace: "monitoring",
    name: "grafana",
    kind: "Deployment",
    managedBy: "flux",
    requests: { cpu: "50m", memory: "128Mi" },
  },
  {
    namespace: "monitoring",
    name: "alertmanager",
    kind: "StatefulSet",
    managedBy: "flux",
    requests: { cpu: "10m", memory: "64Mi" },
  },
  {
    namespace: "monitoring",
    name: "kube-state-metrics",
    kind: "Deployment",
    managedBy: "flux",
    requests: { cpu: "10m", memory: "64Mi" },
  },
  {
    namespace: "monitoring",
    name: "alloy",
    kind: "DaemonSet",
    managedBy: "flux",
    requests: { cpu: "100m", memory: "128Mi" },
    verticalScaling: { mode: "Off", max: { cpu: "500m", memory: "512Mi" } },
    note: "Collects metrics, logs and traces of its node.",
  },
  {
    namespace: "monitoring",
    name: "scale-relay",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "10m", memory: "64Mi" },
    limits: { memory: "160Mi" },
    note: "Runs once berth:scaleRelayImage is set. The program deploys it, with exactly these requests.",
  },
];

/** One pod with its data on a server's disk; older data is in MinIO. */
function store(name: string, requests: { readonly cpu: string; readonly memory: string }, size: string): WorkloadRow {
  return {
    namespace: "monitoring",
    name,
    kind: "StatefulSet",
    managedBy: "flux",
    requests,
    requires: [...onPermanentServers],
    volumes: [{ name: "storage", storage: "node-local", storageClass: "local-path", size }],
  };
}
