import type { WorkloadRow } from "../../../infra/workloads/schema";
import { estimate } from "./estimate";
import { cephBlockRetain, data, nfs } from "./storage-classes";

/** What people use, apart from media and home automation. All figures are estimates, typical of these applications. */
export const applicationWorkloads: readonly WorkloadRow[] = [
  {
    namespace: "vaultwarden",
    name: "vaultwarden",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "50m", memory: "128Mi" },
    limits: { memory: "512Mi" },
    volumes: [data("5Gi", cephBlockRetain)],
    current: { metal2: 1 },
    note: `${estimate} Its volume outlives its claim, and is backed up every six hours.`,
  },
  {
    namespace: "nextcloud",
    name: "nextcloud",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "200m", memory: "1Gi" },
    limits: { memory: "4Gi" },
    volumes: [data("20Gi"), nfs("files")],
    current: { metal2: 1 },
    note: estimate,
  },
  {
    namespace: "immich",
    name: "immich-server",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "300m", memory: "1Gi" },
    limits: { memory: "4Gi" },
    volumes: [nfs("files")],
    current: { metal0: 1 },
    note: estimate,
  },
  {
    namespace: "immich",
    name: "immich-machine-learning",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "500m", memory: "2Gi" },
    limits: { memory: "6Gi" },
    volumes: [data("10Gi")],
    current: { metal0: 1 },
    note: `${estimate} Computes on the processor: the GPU of mirkwood is in a container that is no node.`,
  },
  {
    namespace: "immich",
    name: "immich-database",
    kind: "StatefulSet",
    managedBy: "argocd",
    requests: { cpu: "100m", memory: "512Mi" },
    limits: { memory: "2Gi" },
    volumes: [data("20Gi")],
    current: { metal0: 1 },
    note: estimate,
  },
  {
    namespace: "paperless",
    name: "paperless",
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "200m", memory: "1Gi" },
    limits: { memory: "3Gi" },
    volumes: [data("20Gi")],
    current: { metal1: 1 },
    note: `${estimate} Recognising text takes the memory.`,
  },
  household("grocy", "metal1"),
  household("babybuddy", "metal2"),
];

function household(name: string, node: string): WorkloadRow {
  return {
    namespace: name,
    name,
    kind: "Deployment",
    managedBy: "argocd",
    requests: { cpu: "50m", memory: "128Mi" },
    limits: { memory: "512Mi" },
    volumes: [data("2Gi")],
    current: { [node]: 1 },
    note: estimate,
  };
}
