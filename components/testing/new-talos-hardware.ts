import type { HardwareTable } from "../../infra/hardware/schema";
import { normalizeHardware } from "../../infra/hardware/normalize";
import type { HardwareProfile } from "../../infra/hardware/machine";

/** Two virtual machines that Berth creates and one of metal, with a shared address, a Tesla T4 and an Intel GPU. */
export const newTalosTable: HardwareTable = {
  cluster: {
    name: "lab",
    endpoint: "https://192.168.0.100:6443",
    kubernetesVersion: "1.35.4",
    operatingSystem: { kind: "talos", version: "v1.12.11" },
    network: {
      vip: "192.168.0.100",
      gateway: "192.168.0.1",
      prefixLength: 24,
      nameservers: ["192.168.0.1"],
      podSubnets: ["10.42.0.0/16"],
      serviceSubnets: ["10.43.0.0/16"],
      ntp: ["time.example.com"],
    },
    proxmox: { endpoint: "https://192.168.0.5:8006" },
  },
  hosts: [{ name: "host1", threads: 16, memory: "64Gi", proxmox: {} }],
  cards: [
    {
      name: "t4",
      gpu: { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu" },
      kind: "discrete",
      pci: { id: "10de:1eb8" },
      at: { host1: { path: "0000:06:00.0", iommuGroup: 30 } },
      machine: "worker1",
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
      extensions: ["siderolabs/nvidia-open-gpu-kernel-modules-lts", "siderolabs/nvidia-container-toolkit-lts"],
    },
  ],
  machines: [
    {
      name: "cp1",
      role: "control-plane",
      pool: "core",
      host: "host1",
      address: "192.168.0.11",
      memory: "8Gi",
      cpu: { model: "host", cores: 4, threads: 4 },
      power: { idleWatts: 5, tdpWatts: 20 },
      vm: { id: 101, diskGiB: 40, macAddress: "BC:24:11:00:00:0A" },
      extensions: ["siderolabs/qemu-guest-agent", "siderolabs/iscsi-tools"],
    },
    {
      name: "worker1",
      role: "worker",
      pool: "apps",
      host: "host1",
      address: "192.168.0.12",
      memory: "16Gi",
      cpu: { model: "host", cores: 8, threads: 8 },
      power: { idleWatts: 5, tdpWatts: 60 },
      vm: { id: 102, diskGiB: 80, macAddress: "BC:24:11:00:00:0B" },
      maxPods: 150,
      extensions: ["siderolabs/qemu-guest-agent"],
    },
    {
      name: "metal1",
      role: "worker",
      pool: "apps",
      address: "192.168.0.13",
      memory: "16Gi",
      cpu: { model: "Intel N100", cores: 4, threads: 4 },
      power: { idleWatts: 5, tdpWatts: 6 },
      installDisk: "/dev/nvme0n1",
      gpus: [{ vendor: "intel", model: "uhd-graphics", resource: "gpu.intel.com/i915", shares: 4 }],
      extensions: ["siderolabs/iscsi-tools", "siderolabs/i915"],
    },
  ],
};

/** {@link newTalosTable} as a profile, with fields of the cluster replaced. */
export function newTalosHardware(cluster: Partial<HardwareTable["cluster"]> = {}): HardwareProfile {
  const { profile, findings } = normalizeHardware({ ...newTalosTable, cluster: { ...newTalosTable.cluster, ...cluster } });
  if (profile === undefined) {
    throw new Error(findings.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  }
  return profile;
}
