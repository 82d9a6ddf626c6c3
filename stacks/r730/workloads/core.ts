import type { Toleration, WorkloadRow } from "../../../infra/workloads/schema";
import { defaultNote, tierDefaults } from "./tier-defaults";

/** An agent that belongs on every node, also on the one with the card. */
const everywhere: readonly Toleration[] = [{ operator: "Exists" }];

/** Seed 001, "Democratic-CSI Sidecar Resources": what one sidecar requests. */
const sidecar = { cpuMilli: 10, memoryMebibytes: 32 };

/** What makes the cluster a cluster: control plane, network, storage, recommendations. */
export const coreWorkloads: readonly WorkloadRow[] = [
  // Static pods request what Talos gives them by default: siderolabs/talos, k8s/control_plane_static_pod.go. etcd is
  // a service of Talos and no pod.
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
    podLabels: { "k8s-app": "kube-dns" },
    spread: { over: "node" },
    note: "Requests are those of the Talos manifest.",
  },
  {
    namespace: "kube-system",
    name: "cilium",
    kind: "DaemonSet",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "316Mi" },
    podLabels: { "k8s-app": "cilium" },
    tolerations: [...everywhere],
    note: "The seed does not name its network plugin. Requests are assumed.",
  },
  {
    namespace: "kube-system",
    name: "cilium-operator",
    kind: "Deployment",
    managedBy: "helm",
    replicas: 2,
    antiAffinity: "node",
    requests: { cpu: "100m", memory: "128Mi" },
    podLabels: { "io.cilium/app": "operator", name: "cilium-operator" },
    note: "Requests are assumed.",
  },
  {
    namespace: "kube-system",
    name: "metrics-server",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "200Mi" },
    note: "`kubectl top`, which the seed uses, reads it. Requests are the chart's.",
  },
  {
    namespace: "kube-system",
    name: "vpa-recommender",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "50m", memory: "500Mi" },
    note: "In the namespace that the seed looks for it in. Requests are the chart's.",
  },
  {
    namespace: "kube-system",
    name: "vpa-admission-controller",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "50m", memory: "200Mi" },
    note: "The seed has it; its VPAs only recommend, and then it has nothing to do. Requests are the chart's.",
  },
  {
    namespace: "0-core-traefik",
    name: "traefik",
    kind: "Deployment",
    managedBy: "helm",
    replicas: 2,
    requests: tierDefaults["0-core"],
    limits: { memory: "512Mi" },
    antiAffinity: "node",
    disruption: { maxUnavailable: 1 },
    note: `Two of them, on two nodes: assumed. ${defaultNote}`,
  },
  {
    namespace: "0-core-vault",
    name: "vault",
    kind: "StatefulSet",
    managedBy: "helm",
    requests: { cpu: "500m", memory: "1Gi" },
    limits: { memory: "1Gi" },
    volumes: [{ name: "data", storage: "network" }],
    note: "Requests are those of the seed's standard application.",
  },
  {
    namespace: "0-core-democratic-csi",
    name: "democratic-csi-controller",
    kind: "Deployment",
    managedBy: "helm",
    requests: csiPod(4, { cpuMilli: 50, memoryMebibytes: 128 }),
    note: "Provisioner, attacher, resizer and snapshotter, 10m and 32Mi each as in the seed; the driver's 50m and 128Mi are assumed.",
  },
  {
    namespace: "0-core-democratic-csi",
    name: "democratic-csi-node",
    kind: "DaemonSet",
    managedBy: "helm",
    requests: csiPod(1, { cpuMilli: 50, memoryMebibytes: 128 }),
    tolerations: [...everywhere],
    note: "The registrar, 10m and 32Mi as in the seed; the driver's 50m and 128Mi are assumed.",
  },
];

function staticPod(name: string, requests: { cpu: string; memory: string }): WorkloadRow {
  return { namespace: "kube-system", name, kind: "StaticPod", managedBy: "talos", requests, current: { "k8s-master": 1 } };
}

/** A pod of the storage driver: the driver itself and its sidecars. */
function csiPod(sidecars: number, driver: typeof sidecar): { cpu: string; memory: string } {
  return {
    cpu: `${driver.cpuMilli + sidecars * sidecar.cpuMilli}m`,
    memory: `${driver.memoryMebibytes + sidecars * sidecar.memoryMebibytes}Mi`,
  };
}
