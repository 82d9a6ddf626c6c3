import type { HardwareTable, MachineRow } from "../../hardware/schema";
import type { NamespaceRow, WorkloadRow } from "../../workloads/schema";
import { type StackConfig, stackConfigSchema } from "../config";
import type { StackDefinition } from "../definition";

/** The stack configuration of a file that sets nothing. */
export const validConfig: StackConfig = stackConfigSchema.parse({});

/**
 * A small stack that is right in every respect: one control plane, two workers, and a workload of each sort. Tests
 * change one thing in it and assert what follows.
 */
export const validDefinition: StackDefinition = {
  name: "valid",
  hardware: validHardware(),
  namespaces: validNamespaces(),
  workloads: validWorkloads(),
  planning: {
    presets: { balance: ["ceilings", "disruption", "balance", "watts"], power: ["ceilings", "watts", "disruption", "balance"] },
    ceilings: { controlPlane: { cpuPercent: 70, memoryPercent: 80 }, worker: { cpuPercent: 85, memoryPercent: 90 } },
  },
};

/** {@link validDefinition} with some fields of one machine replaced. */
export function withMachine(name: string, change: Partial<MachineRow>, definition: StackDefinition = validDefinition): StackDefinition {
  const machines = replaceOne(definition.hardware.machines, (machine) => machine.name === name, change, name);
  return { ...definition, hardware: { ...definition.hardware, machines } };
}

/** {@link validDefinition} with some fields of one workload replaced. */
export function withWorkload(id: string, change: Partial<WorkloadRow>, definition: StackDefinition = validDefinition): StackDefinition {
  const workloads = replaceOne(definition.workloads, (row) => `${row.namespace}/${row.name}` === id, change, id);
  return { ...definition, workloads };
}

/** {@link validDefinition} with some fields of one namespace replaced. */
export function withNamespace(name: string, change: Partial<NamespaceRow>, definition: StackDefinition = validDefinition): StackDefinition {
  return { ...definition, namespaces: replaceOne(definition.namespaces, (row) => row.name === name, change, name) };
}

/** {@link validDefinition} with one more workload. */
export function withExtraWorkload(row: WorkloadRow, definition: StackDefinition = validDefinition): StackDefinition {
  return { ...definition, workloads: [...definition.workloads, row] };
}

function replaceOne<T>(rows: readonly T[], isMeant: (row: T) => boolean, change: Partial<T>, name: string): T[] {
  if (!rows.some(isMeant)) {
    throw new Error(`the valid stack has no ${name}`);
  }
  return rows.map((row) => (isMeant(row) ? { ...row, ...change } : row));
}

function validHardware(): HardwareTable {
  return {
    cluster: {
      name: "valid",
      endpoint: "https://192.168.1.10:6443",
      kubernetesVersion: "1.35.4",
      operatingSystem: { kind: "talos", version: "v1.12.3" },
    },
    machines: [
      {
        name: "cp1",
        role: "control-plane",
        pool: "core",
        cpu: { model: "AMD Ryzen Embedded V1500B", cores: 4, threads: 8 },
        memory: "16Gi",
        power: { idleWatts: 10, tdpWatts: 16 },
        address: "192.168.1.11",
      },
      {
        name: "gpu1",
        role: "worker",
        pool: "apps",
        cpu: { model: "Intel Core Ultra 5 225H", cores: 14, threads: 14 },
        memory: "64Gi",
        power: { idleWatts: 12, tdpWatts: 45 },
        gpus: [{ vendor: "intel", model: "arc-130t", resource: "gpu.intel.com/i915", shares: 4 }],
        devices: ["zigbee"],
        address: "192.168.1.12",
      },
      {
        name: "worker1",
        role: "worker",
        pool: "apps",
        cpu: { model: "AMD Ryzen 7 5800U", cores: 8, threads: 16 },
        memory: "16Gi",
        power: { idleWatts: 6, tdpWatts: 15 },
        address: "192.168.1.13",
      },
    ],
  };
}

function validNamespaces(): NamespaceRow[] {
  const apps = { key: "berth.dev/pool", operator: "In" as const, values: ["apps"] };
  return [
    { name: "kube-system", tier: "0-core", core: true },
    { name: "databases", tier: "1-cluster", target: [apps] },
    { name: "media", tier: "4-aux", target: [apps] },
    { name: "home", tier: "3-edge" },
  ];
}

function validWorkloads(): WorkloadRow[] {
  return [
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
    {
      namespace: "kube-system",
      name: "coredns",
      kind: "Deployment",
      managedBy: "talos",
      replicas: 2,
      requests: { cpu: "100m", memory: "70Mi" },
      limits: { memory: "170Mi" },
      current: { cp1: 2 },
      disruption: { maxUnavailable: 1 },
    },
    {
      namespace: "databases",
      name: "postgres",
      kind: "StatefulSet",
      managedBy: "operator",
      requests: { cpu: "500m", memory: "1Gi" },
      volumes: [{ name: "data", storage: "node-local" }],
      current: { worker1: 1 },
      disruption: "operator",
    },
    {
      namespace: "media",
      name: "sonarr",
      kind: "Deployment",
      managedBy: "argocd",
      requests: { cpu: "50m", memory: "256Mi" },
      volumes: [{ name: "config", storage: "network" }],
      current: { gpu1: 1 },
      scaling: {
        minReplicas: 0,
        maxReplicas: 1,
        triggers: [{ type: "cron", timezone: "Europe/Berlin", start: "0 16 * * *", end: "0 23 * * *", desiredReplicas: 1 }],
      },
      disruption: { maxUnavailable: 1 },
      recommendation: { cpu: "25m", memory: "300Mi" },
    },
    {
      namespace: "media",
      name: "jellyfin",
      kind: "Deployment",
      managedBy: "argocd",
      requests: { cpu: "500m", memory: "1Gi" },
      limits: { memory: "4Gi" },
      gpu: { vendor: "intel", model: "arc-130t" },
      current: { gpu1: 1 },
    },
    {
      namespace: "home",
      name: "mosquitto",
      kind: "Deployment",
      managedBy: "argocd",
      requests: { cpu: "20m", memory: "64Mi" },
      current: { worker1: 1 },
    },
    {
      namespace: "home",
      name: "zigbee2mqtt",
      kind: "Deployment",
      managedBy: "argocd",
      requests: { cpu: "50m", memory: "128Mi" },
      devices: ["zigbee"],
      current: { gpu1: 1 },
    },
    {
      namespace: "home",
      name: "dashboard",
      kind: "Deployment",
      managedBy: "berth",
      replicas: 2,
      containers: [
        {
          name: "app",
          image: "ghcr.io/example/dashboard:1.4.0",
          ports: [{ name: "http", containerPort: 8080 }],
          requests: { cpu: "100m", memory: "128Mi" },
          limits: { memory: "256Mi" },
        },
      ],
      antiAffinity: "node",
      rebalance: true,
      disruption: { maxUnavailable: 1 },
      current: { gpu1: 1, worker1: 1 },
    },
  ];
}
