import type { WorkloadRow } from "../../../infra/workloads/schema";

/** Three pods on three servers, replaced one after the other: there is no fourth server for one more. */
const threeApart = {
  replicas: 3,
  antiAffinity: "node",
  // The seed's maxSkew 0 is none: one more than elsewhere is the least that can be asked for.
  spread: { over: "node", maxSkew: 1, strict: true },
  rollout: { maxSurge: 0, maxUnavailable: 1 },
  disruption: { minAvailable: 2 },
} as const satisfies Partial<WorkloadRow>;

/** What the cluster stands on: names, the mesh, the gateway, and what K3s brings along. */
export const coreWorkloads: readonly WorkloadRow[] = [
  {
    ...threeApart,
    namespace: "kube-system",
    name: "coredns",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "70Mi" },
    limits: { memory: "170Mi" },
    podLabels: { "app.kubernetes.io/name": "coredns", "app.kubernetes.io/instance": "coredns" },
    verticalScaling: { mode: "Off", max: { cpu: "500m", memory: "170Mi" } },
    note: "Installed by Berth: K3s' own has one pod, with which minAvailable 2 blocks every drain. Requests are K3s'.",
  },
  {
    namespace: "kube-system",
    name: "metrics-server",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "70Mi" },
    podLabels: { "k8s-app": "metrics-server" },
    note: "K3s' own; the VPA needs it. Requests are K3s'.",
  },
  {
    namespace: "kube-system",
    name: "local-path-provisioner",
    kind: "Deployment",
    managedBy: "helm",
    requests: {},
    podLabels: { app: "local-path-provisioner" },
    note: "K3s' own, which requests nothing.",
  },
  {
    namespace: "kube-system",
    name: "svclb-istio-gateway",
    kind: "DaemonSet",
    managedBy: "helm",
    requests: {},
    hostPorts: [{ port: 80 }, { port: 443 }],
    podLabels: { app: "svclb-istio-gateway" },
    tolerations: [{ operator: "Exists" }],
    note: "K3s' load balancer: takes the gateway's ports on every server. Requests nothing.",
  },
  {
    ...threeApart,
    namespace: "istio-ingress",
    name: "istio-gateway",
    kind: "Deployment",
    managedBy: "flux",
    requests: { cpu: "100m", memory: "128Mi" },
    podLabels: { istio: "gateway" },
    verticalScaling: { mode: "Off", max: { cpu: "1", memory: "512Mi" } },
    note: "Requests are the chart's.",
  },
  {
    namespace: "istio-system",
    name: "istiod",
    kind: "Deployment",
    managedBy: "flux",
    requests: { cpu: "100m", memory: "256Mi" },
    podLabels: { app: "istiod" },
    note: "Requests are assumed: the chart's 500m and 2Gi are for a thousand services.",
  },
  meshAgent("ztunnel", { cpu: "50m", memory: "128Mi" }, "Requests are assumed: the chart's 512Mi are for a hundred times the traffic."),
  meshAgent("istio-cni-node", { cpu: "50m", memory: "64Mi" }, "Requests are assumed."),
];

function meshAgent(name: string, requests: { readonly cpu: string; readonly memory: string }, note: string): WorkloadRow {
  return {
    namespace: "istio-system",
    name,
    kind: "DaemonSet",
    managedBy: "flux",
    requests,
    podLabels: { "app.kubernetes.io/name": name },
    tolerations: [{ operator: "Exists" }],
    verticalScaling: { mode: "Off", max: { cpu: "1", memory: "512Mi" } },
    note,
  };
}
