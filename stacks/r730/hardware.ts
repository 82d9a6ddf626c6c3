import type { HardwareTable, MachineRow } from "../../infra/hardware/schema";
import { powerShare } from "./power";

/**
 * The Dell R730 and its virtual machines.
 *
 * Processor, memory, card, ids, sizes, VLAN and the control plane's address are those of seed 001, "Proxmox Host" and
 * "Kubernetes Nodes"; its gigabytes of memory are modules of 32 and 8 GiB. Everything else is an assumption, and they
 * are all listed in docs/stacks/r730.md.
 */
export const hardware: HardwareTable = {
  cluster: {
    name: "r730",
    endpoint: "https://10.0.20.100:6443",
    // Seed 001. Talos v1.12 runs Kubernetes 1.30 to 1.35.
    kubernetesVersion: "1.34.2",
    operatingSystem: { kind: "talos", version: "v1.12.11" },
    network: { prefixLength: 24, gateway: "10.0.20.1", nameservers: ["10.0.20.1"] },
    proxmox: { endpoint: "https://10.0.20.10:8006" },
  },
  hosts: [
    {
      name: "r730",
      threads: 44,
      memory: "272Gi",
      // 48 virtual processors on 44 threads.
      overcommit: { cpuRatio: 1.1 },
      proxmox: { nodeName: "pve", bridge: "vmbr1", vlanAwareBridges: ["vmbr1"] },
    },
  ],
  cards: [
    {
      name: "tesla-t4",
      // The one line that says who has it.
      machine: "k8s-node1",
      gpu: {
        vendor: "nvidia",
        model: "tesla-t4",
        resource: "nvidia.com/gpu",
        // Time slices. They share its 16 GB of memory without any bound between them.
        shares: 16,
      },
      kind: "discrete",
      pci: { id: "10de:1eb8", subsystemId: "10de:12a2" },
      at: { r730: { path: "0000:06:00.0" } },
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
      extensions: ["siderolabs/nvidia-container-toolkit-lts", "siderolabs/nvidia-open-gpu-kernel-modules-lts"],
    },
  ],
  machines: [
    virtualMachine(200, { name: "k8s-master", role: "control-plane", threads: 8, address: "10.0.20.100" }),
    virtualMachine(201, { name: "k8s-node1", role: "worker", threads: 16, address: "10.0.20.101" }),
    virtualMachine(202, { name: "k8s-node2", role: "worker", threads: 8, address: "10.0.20.102" }),
    virtualMachine(203, { name: "k8s-node3", role: "worker", threads: 8, address: "10.0.20.103" }),
    virtualMachine(204, { name: "k8s-node4", role: "worker", threads: 8, address: "10.0.20.104" }),
  ],
};

/** One row of the seed's table of nodes: all have 32 GB and are on VLAN 20 of vmbr1. */
function virtualMachine(
  id: number,
  { name, role, threads, address }: Pick<MachineRow, "name" | "role" | "address"> & { readonly threads: number },
): MachineRow {
  return {
    name,
    role,
    pool: role === "control-plane" ? "control-plane" : "workers",
    host: "r730",
    // Virtual processors are threads: none of them is promised a core.
    cpu: { model: "Intel Xeon E5-2699 v4", cores: threads, threads },
    memory: "32Gi",
    power: powerShare(role, threads),
    address,
    installDisk: "/dev/sda",
    extensions: ["siderolabs/iscsi-tools", "siderolabs/qemu-guest-agent"],
    vm: { id, diskGiB: 100, vlan: 20, macAddress: `BC:24:11:00:02:${String(id - 200).padStart(2, "0")}`, startupOrder: id - 199 },
  };
}
