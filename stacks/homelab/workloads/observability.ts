import type { WorkloadRow } from "../../../infra/workloads/schema";

/** The namespace monitoring. Seed 000, strategy 2: the Mimir stack and Loki move to talos02-gpu for its memory. */
export const observabilityWorkloads: readonly WorkloadRow[] = [
  mimir("distributor", "Deployment", { cpu: "100m", memory: "256Mi" }),
  mimir("ingester", "StatefulSet", { cpu: "250m", memory: "1280Mi" }),
  mimir("querier", "Deployment", { cpu: "150m", memory: "256Mi" }),
  mimir("query-frontend", "Deployment", { cpu: "50m", memory: "128Mi" }),
  mimir("store-gateway", "StatefulSet", { cpu: "100m", memory: "512Mi" }),
  mimir("compactor", "StatefulSet", { cpu: "100m", memory: "512Mi" }),
  mimir("nginx", "Deployment", { cpu: "50m", memory: "64Mi" }),
  {
    namespace: "monitoring",
    name: "loki",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "300m", memory: "5Gi" },
    podLabels: { "app.kubernetes.io/name": "loki", "app.kubernetes.io/component": "single-binary" },
    volumes: [{ name: "storage", storage: "network" }],
    rebalance: true,
    disruption: { maxUnavailable: 1 },
    current: { talos01: 1 },
    note: "Requests are assumed; the seed calls it high in memory.",
  },
  {
    namespace: "monitoring",
    name: "alloy",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "200m", memory: "512Mi" },
    volumes: [{ name: "wal", storage: "network" }],
    current: { talos00: 1 },
    note: "Requests are assumed. Seed 000 measured 196m and 1.5Gi in use.",
  },
  {
    namespace: "monitoring",
    name: "rest",
    kind: "Deployment",
    managedBy: "argocd",
    estimated: true,
    replicas: 2,
    requests: { cpu: "150m", memory: "384Mi" },
    current: { talos00: 2 },
    note: "Grafana and Goldilocks with the VPA.",
  },
];

/** One part of the Mimir stack, all of which ran on the control plane. */
function mimir(component: string, kind: "Deployment" | "StatefulSet", requests: { cpu: string; memory: string }): WorkloadRow {
  return {
    namespace: "monitoring",
    name: `mimir-${component}`,
    kind,
    managedBy: "argocd",
    requests,
    podLabels: { "app.kubernetes.io/name": "mimir", "app.kubernetes.io/component": component },
    ...(kind === "StatefulSet" ? { volumes: [{ name: "storage", storage: "network" }] } : {}),
    rebalance: true,
    // The chart makes the same budget for every part, and two on one pod block every eviction: set the chart's
    // `podDisruptionBudget` of each part to null.
    disruption: { maxUnavailable: 1 },
    current: { talos00: 1 },
    note: "Requests are assumed.",
  };
}
