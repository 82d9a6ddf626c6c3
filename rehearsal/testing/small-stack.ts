import type { MachineRow } from "../../infra/hardware/schema";
import type { StackDefinition } from "../../infra/stack/definition";
import { validDefinition } from "../../infra/stack/testing/valid-stack";
import type { WorkloadRow } from "../../infra/workloads/schema";

const oldPodsFirst = { maxSurge: 0, maxUnavailable: 1 };

/**
 * One control plane and two workers, and next to nothing on them, so that it is up in seconds: of every kind of workload
 * one, of which some fall back to the other worker and some do not.
 */
export const smallDefinition: StackDefinition = {
  ...validDefinition,
  name: "small",
  hardware: { ...validDefinition.hardware, machines: [machine("cp1", 11), machine("w1", 12), machine("w2", 13)] },
  namespaces: [
    { name: "kube-system", tier: "0-core", core: true },
    { name: "apps", tier: "1-cluster" },
    { name: "extras", tier: "4-aux" },
  ],
  workloads: [
    {
      namespace: "kube-system",
      name: "kube-apiserver",
      kind: "StaticPod",
      managedBy: "talos",
      requests: { cpu: "200m", memory: "512Mi" },
      current: { cp1: 1 },
    },
    {
      namespace: "kube-system",
      name: "cilium",
      kind: "DaemonSet",
      managedBy: "helm",
      requests: { cpu: "100m", memory: "256Mi" },
      tolerations: [{ operator: "Exists" }],
    },
    // More memory than anything else: what falls back to w2.
    app("web", { requests: { cpu: "1", memory: "4Gi" }, rollout: oldPodsFirst, current: { w1: 1 } }),
    // More CPU than anything else: what is updated on w2, and nowhere else.
    app("index", { requests: { cpu: "2", memory: "1Gi" }, pin: "strict", current: { w2: 1 } }),
    app("queue", { kind: "StatefulSet", current: { w2: 1 } }),
    app("api", { replicas: 2, antiAffinity: "node", rollout: oldPodsFirst, current: { w1: 1, w2: 1 } }),
    app("report", { namespace: "extras", kind: "CronJob", current: { w1: 1 } }),
  ],
};

function machine(name: string, lastByte: number): MachineRow {
  const isControlPlane = name === "cp1";
  return {
    name,
    role: isControlPlane ? "control-plane" : "worker",
    pool: isControlPlane ? "core" : name,
    cpu: { model: "AMD Ryzen 7 5800U", cores: 4, threads: 8 },
    memory: "16Gi",
    power: { idleWatts: 6, tdpWatts: 15 },
    address: `192.168.1.${lastByte}`,
  };
}

/** A workload that another tool deploys. */
function app(name: string, row: Partial<WorkloadRow>): WorkloadRow {
  return { namespace: "apps", name, kind: "Deployment", managedBy: "argocd", requests: { cpu: "100m", memory: "128Mi" }, ...row };
}
