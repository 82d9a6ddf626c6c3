import type { WorkloadRow } from "../../../infra/workloads/schema";
import { withoutNvidiaCard } from "./gpu";
import { endsFirst } from "./rollout";
import { defaultNote, tierDefaults } from "./tier-defaults";

/** Everything that needs no card: services that others lean on (tier 1), and what users reach (tiers 3 and 4). */
export const applicationWorkloads: readonly WorkloadRow[] = [
  {
    namespace: "1-cluster-mysql",
    name: "mysql",
    kind: "StatefulSet",
    managedBy: "helm",
    requests: { cpu: "500m", memory: "2Gi" },
    limits: { memory: "2Gi" },
    // Its database stays away from whatever the card's users do to their node.
    requires: [withoutNvidiaCard],
    volumes: [{ name: "data", storage: "network" }],
    note: "Requests are those of the seed's application with a Democratic-CSI volume. One of it: assumed.",
  },
  authentik("server"),
  authentik("worker"),
  goldilocks("controller"),
  goldilocks("dashboard"),
  {
    namespace: "1-cluster-monitoring",
    name: "rest",
    kind: "Deployment",
    managedBy: "helm",
    estimated: true,
    replicas: 4,
    requests: { cpu: "500m", memory: "2Gi" },
    limits: { memory: "2Gi" },
    note: "Prometheus, Grafana and the like: the seed reads latencies and memory trends from them.",
  },
  withData(
    burstable("3-edge", "freshrss", "The seed gives no figures but its example for tiers 3 and 4.", { memory: "512Mi", limit: "1Gi" }),
  ),
  burstable("3-edge", "k8s-portal", defaultNote),
  withData(burstable("4-aux", "vaultwarden", "Requests are the seed's for a pod in this namespace that says nothing of its own.")),
];

function authentik(component: "server" | "worker"): WorkloadRow {
  return {
    namespace: "1-cluster-authentik",
    name: `authentik-${component}`,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "500m", memory: "1Gi" },
    limits: { memory: "1Gi" },
    podLabels: { "app.kubernetes.io/name": "authentik", "app.kubernetes.io/component": component },
    note: "Requests are those of the seed's standard application.",
  };
}

function goldilocks(component: "controller" | "dashboard"): WorkloadRow {
  return {
    namespace: "1-cluster-goldilocks",
    name: `goldilocks-${component}`,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "25m", memory: "256Mi" },
    limits: { memory: "256Mi" },
    podLabels: { "app.kubernetes.io/name": "goldilocks", "app.kubernetes.io/component": component },
    note: "Requests are the chart's.",
  };
}

/** Tiers 3 and 4 request less memory than they may use. Without figures of its own a pod may use twice its request. */
function burstable(
  tier: "3-edge" | "4-aux",
  name: string,
  note: string,
  { memory, limit }: { memory: string; limit: string } = { memory: tierDefaults[tier].memory, limit: "512Mi" },
): WorkloadRow {
  return {
    namespace: `${tier}-${name}`,
    name,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: tierDefaults[tier].cpu, memory },
    limits: { memory: limit },
    note,
  };
}

/** An iSCSI volume is on one node at a time. */
function withData(row: WorkloadRow): WorkloadRow {
  return { ...row, volumes: [{ name: "data", storage: "network" }], rollout: endsFirst };
}
