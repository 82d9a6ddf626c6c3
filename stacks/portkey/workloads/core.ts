import { capabilityKey } from "../../../infra/hardware/capabilities";
import type { WorkloadRow } from "../../../infra/workloads/schema";
import { csiNfsWorkloads } from "../../composition/chart-workloads";
import { estimate } from "./estimate";

const everyControlPlane = { metal0: 1, metal1: 1, metal2: 1 };

/** What makes the cluster a cluster: its control plane, network, storage and GPU plugins. Requests are the charts' or Talos'. */
export const coreWorkloads: readonly WorkloadRow[] = [
  // Static pods request what Talos gives them by default: siderolabs/talos, k8s/control_plane_static_pod.go.
  staticPod("kube-apiserver", { cpu: "200m", memory: "512Mi" }),
  staticPod("kube-controller-manager", { cpu: "50m", memory: "256Mi" }),
  staticPod("kube-scheduler", { cpu: "10m", memory: "64Mi" }),
  {
    namespace: "kube-system",
    name: "coredns",
    kind: "Deployment",
    managedBy: "talos",
    replicas: 2,
    requests: { cpu: "100m", memory: "70Mi" },
    limits: { memory: "170Mi" },
    podLabels: { "k8s-app": "kube-dns" },
    spread: { over: "node" },
    current: { metal0: 1, metal2: 1 },
    note: "Requests and limits are those of the Talos manifest.",
  },
  {
    namespace: "kube-system",
    name: "cilium",
    kind: "DaemonSet",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "316Mi" },
    podLabels: { "k8s-app": "cilium" },
    note: "Kube-proxy replacement and L2 announcements. Requests are assumed.",
  },
  {
    namespace: "kube-system",
    name: "cilium-operator",
    kind: "Deployment",
    managedBy: "helm",
    replicas: 2,
    requests: { cpu: "25m", memory: "128Mi" },
    podLabels: { "io.cilium/app": "operator" },
    antiAffinity: "node",
    current: { metal0: 1, metal2: 1 },
    note: estimate,
  },
  ...cephDriver("ceph-csi-rbd", { metal1: 1, metal2: 1 }),
  ...cephDriver("ceph-csi-cephfs", { metal0: 1, metal2: 1 }),
  ...csiNfsWorkloads("metal2"),
  {
    namespace: "snapshot-controller",
    name: "snapshot-controller",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "10m", memory: "32Mi" },
    current: { metal2: 1 },
    note: `${estimate} Snapshots are what backups are taken from.`,
  },
  {
    namespace: "ingress-nginx",
    name: "ingress-nginx-controller",
    kind: "Deployment",
    managedBy: "argocd",
    replicas: 2,
    requests: { cpu: "100m", memory: "90Mi" },
    limits: { memory: "512Mi" },
    podLabels: { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller" },
    spread: { over: "node" },
    disruption: { maxUnavailable: 1 },
    current: { metal1: 1, metal2: 1 },
    note: "Requests are the chart's; replicas and limit are assumed.",
  },
  {
    namespace: "node-feature-discovery",
    name: "nfd-worker",
    kind: "DaemonSet",
    managedBy: "helm",
    requests: { cpu: "5m", memory: "64Mi" },
    limits: { memory: "512Mi" },
    podLabels: { "app.kubernetes.io/name": "node-feature-discovery", role: "worker" },
    note: "Figures are the chart's.",
  },
  {
    namespace: "node-feature-discovery",
    name: "nfd-master",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { memory: "4Gi" },
    podLabels: { "app.kubernetes.io/name": "node-feature-discovery", role: "master" },
    current: { metal0: 1 },
    note: "Figures are the chart's.",
  },
  {
    namespace: "node-feature-discovery",
    name: "nfd-gc",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "10m", memory: "128Mi" },
    limits: { memory: "1Gi" },
    podLabels: { "app.kubernetes.io/name": "node-feature-discovery", role: "gc" },
    current: { metal0: 1 },
    note: "Figures are the chart's.",
  },
  {
    namespace: "intel-gpu-plugin",
    name: "intel-gpu-plugin",
    kind: "DaemonSet",
    managedBy: "helm",
    requests: { cpu: "40m", memory: "45Mi" },
    limits: { memory: "90Mi" },
    requires: [{ key: capabilityKey.gpuVendor, operator: "In", values: ["intel"] }],
    note: "Figures are those of Intel's manifest.",
  },
];

function staticPod(name: string, requests: { cpu: string; memory: string }): WorkloadRow {
  return { namespace: "kube-system", name, kind: "StaticPod", managedBy: "talos", requests, current: everyControlPlane };
}

/** What mounts a kind of Ceph volume on every node, and what makes and attaches them: of its two pods one is the leader. */
function cephDriver(name: "ceph-csi-rbd" | "ceph-csi-cephfs", current: Readonly<Record<string, number>>): readonly WorkloadRow[] {
  return [
    {
      namespace: name,
      name: `${name}-nodeplugin`,
      kind: "DaemonSet",
      managedBy: "helm",
      requests: { cpu: "50m", memory: "128Mi" },
      podLabels: { app: name, component: "nodeplugin" },
      note: estimate,
    },
    {
      namespace: name,
      name: `${name}-provisioner`,
      kind: "Deployment",
      managedBy: "helm",
      replicas: 2,
      requests: { cpu: "50m", memory: "192Mi" },
      podLabels: { app: name, component: "provisioner" },
      antiAffinity: "node",
      current,
      note: estimate,
    },
  ];
}
