import { capabilityKey } from "../../../infra/hardware/capabilities";
import type { WorkloadRow } from "../../../infra/workloads/schema";
import { deschedulerWorkload, kyvernoWorkloads } from "../../composition/chart-workloads";

/**
 * What Berth installs with Helm. Requests are those of the charts where they set any: kyverno 3.9, descheduler 0.34,
 * node-feature-discovery 0.18; NVIDIA's device plugin sets none.
 */
export const berthWorkloads: readonly WorkloadRow[] = [
  ...kyvernoWorkloads,
  deschedulerWorkload,
  {
    namespace: "node-feature-discovery",
    name: "nfd-worker",
    kind: "DaemonSet",
    managedBy: "helm",
    requests: { cpu: "5m", memory: "64Mi" },
    podLabels: { "app.kubernetes.io/name": "node-feature-discovery", role: "worker" },
    tolerations: [{ operator: "Exists" }],
  },
  {
    namespace: "node-feature-discovery",
    name: "nfd-master",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "100m", memory: "128Mi" },
    podLabels: { "app.kubernetes.io/name": "node-feature-discovery", role: "master" },
  },
  {
    namespace: "node-feature-discovery",
    name: "nfd-gc",
    kind: "Deployment",
    managedBy: "helm",
    requests: { cpu: "10m", memory: "128Mi" },
    podLabels: { "app.kubernetes.io/name": "node-feature-discovery", role: "gc" },
  },
  nvidia("nvidia-device-plugin"),
  nvidia("gpu-feature-discovery"),
];

/** A part of NVIDIA's device plugin: wherever there is a card of theirs. */
function nvidia(name: string): WorkloadRow {
  return {
    namespace: "nvidia-device-plugin",
    name,
    kind: "DaemonSet",
    managedBy: "helm",
    requests: {},
    podLabels: { "app.kubernetes.io/name": name },
    requires: [{ key: capabilityKey.gpuVendor, operator: "In", values: ["nvidia"] }],
    tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
  };
}
