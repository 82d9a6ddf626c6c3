import { controlPlaneLabel } from "../../../infra/hardware/node-labels";
import type { WorkloadRow } from "../../../infra/workloads/schema";
import { deschedulerWorkload, kedaWorkloads, kyvernoWorkloads } from "../../composition/chart-workloads";

interface Requests {
  readonly cpu: string;
  readonly memory: string;
}

/** What keeps the rest going: autoscalers, policies, GitOps, certificates and operators of databases. */
export const controllerWorkloads: readonly WorkloadRow[] = [
  // Requests are those of the chart, kedacore/keda 2.20: 300Mi and 300m in all, where the seed has 250 MB and 100m.
  ...kedaWorkloads,
  // The chart requests nothing. In all the seed's 180 MB and 70m; how they are divided is ours.
  vpa("recommender", { cpu: "30m", memory: "80Mi" }),
  vpa("updater", { cpu: "20m", memory: "50Mi" }),
  vpa("admission-controller", { cpu: "20m", memory: "50Mi" }),
  ...kyvernoWorkloads,
  deschedulerWorkload,
  {
    namespace: "system-upgrade",
    name: "system-upgrade-controller",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "10m", memory: "64Mi" },
    limits: { memory: "128Mi" },
    podLabels: { "upgrade.cattle.io/controller": "system-upgrade-controller" },
    requires: [{ key: controlPlaneLabel, operator: "Exists" }],
    rollout: { maxSurge: 0, maxUnavailable: 1 },
    note: "On a server, as Berth deploys it.",
  },
  flux("source-controller"),
  flux("kustomize-controller"),
  flux("helm-controller"),
  flux("notification-controller"),
  controller("cert-manager", "cert-manager", { cpu: "10m", memory: "64Mi" }),
  controller("cert-manager", "cert-manager-webhook", { cpu: "10m", memory: "32Mi" }),
  controller("cert-manager", "cert-manager-cainjector", { cpu: "10m", memory: "64Mi" }),
  controller("operators", "cloudnative-pg", { cpu: "100m", memory: "100Mi" }),
  controller("operators", "percona-server-mongodb-operator", { cpu: "50m", memory: "64Mi" }),
  controller("operators", "dragonfly-operator", { cpu: "10m", memory: "64Mi" }),
  controller("operators", "redpanda-operator", { cpu: "10m", memory: "128Mi" }),
  controller("operators", "minio-operator", { cpu: "50m", memory: "128Mi" }),
];

function vpa(part: string, requests: Requests): WorkloadRow {
  return {
    namespace: "vpa",
    name: `vertical-pod-autoscaler-${part}`,
    kind: "Deployment",
    managedBy: "helm",
    requests,
    podLabels: { "app.kubernetes.io/name": "vertical-pod-autoscaler", "app.kubernetes.io/component": part },
  };
}

/** Requests are those of Flux' own manifests. */
function flux(name: string): WorkloadRow {
  return {
    namespace: "flux-system",
    name,
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "64Mi" },
    podLabels: { app: name },
  };
}

/** Deployed by Flux; the seed does not give its figures, which are assumed. */
function controller(namespace: string, name: string, requests: Requests): WorkloadRow {
  return { namespace, name, kind: "Deployment", managedBy: "flux", requests, note: "Requests are assumed." };
}
