import type { CardRow, ContainerRow, HardwareTable, HostRow, MachineRow } from "../schema";

type Cluster = HardwareTable["cluster"];
type Network = NonNullable<Cluster["network"]>;
type Proxmox = NonNullable<Cluster["proxmox"]>;
type Vm = NonNullable<MachineRow["vm"]>;

/**
 * Two Proxmox hosts with a virtual machine of each sort, a card that can move, an integrated GPU that the host keeps,
 * and a container: right in every respect. Tests change one thing in it and assert what follows.
 */
export const proxmoxHardware: HardwareTable = {
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
      loadBalancerPool: "192.168.0.224/27",
      ntp: ["pool.ntp.org"],
    },
    proxmox: { endpoint: "https://192.168.0.5:8006", version: "9.1" },
  },
  hosts: [
    {
      name: "pve1",
      threads: 16,
      memory: "64Gi",
      proxmox: { nodeName: "rack1", datastore: "ceph-vm", imageDatastore: "local", bridge: "vmbr1", vlanAwareBridges: ["vmbr1"] },
    },
    { name: "pve2", threads: 8, memory: "32Gi", proxmox: {} },
  ],
  cards: [
    {
      name: "t4",
      gpu: { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu" },
      kind: "discrete",
      pci: { id: "10de:1eb8", subsystemId: "10de:12a2" },
      at: { pve1: { path: "0000:06:00.0", iommuGroup: 34 }, pve2: { path: "0000:01:00.0", iommuGroup: 12 } },
      machine: "gpu1",
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
      extensions: ["siderolabs/nvidia-open-gpu-kernel-modules-lts", "siderolabs/nvidia-container-toolkit-lts"],
    },
    {
      name: "renoir",
      gpu: { vendor: "amd", model: "radeon-vega-6", resource: "amd.com/gpu" },
      kind: "integrated",
      pci: { id: "1002:1636" },
      at: {
        pve1: {
          path: "0000:04:00.0",
          deviceNodes: [
            { path: "/dev/dri/renderD128", gid: 104 },
            { path: "/dev/kfd", gid: 104 },
          ],
        },
      },
    },
  ],
  machines: [
    {
      name: "cp1",
      role: "control-plane",
      pool: "core",
      cpu: { model: "AMD Ryzen 7 5800U", cores: 2, threads: 4 },
      memory: "8Gi",
      power: { idleWatts: 4, tdpWatts: 6 },
      address: "192.168.0.11",
      host: "pve1",
      vm: { id: 200, diskGiB: 40, macAddress: "bc:24:11:00:00:11", vlan: 20, startupOrder: 1 },
      installDisk: "/dev/sda",
      extensions: ["siderolabs/qemu-guest-agent"],
    },
    {
      name: "gpu1",
      role: "worker",
      pool: "gpu",
      cpu: { model: "AMD Ryzen 7 5800U", cores: 4, threads: 8 },
      memory: "32Gi",
      power: { idleWatts: 10, tdpWatts: 15 },
      address: "192.168.0.12",
      host: "pve1",
      vm: { id: 201, diskGiB: 100, macAddress: "BC:24:11:00:00:12", startupOrder: 2 },
      extensions: ["siderolabs/qemu-guest-agent"],
    },
    {
      name: "worker1",
      role: "worker",
      pool: "apps",
      cpu: { model: "Intel N100", cores: 4, threads: 4 },
      memory: "16Gi",
      power: { idleWatts: 5, tdpWatts: 6 },
      address: "192.168.0.13",
      host: "pve2",
      vm: { id: 202, diskGiB: 100, macAddress: "BC:24:11:00:00:13", datastore: "local-zfs", highAvailability: { maxRestart: 3 } },
    },
  ],
  containers: [
    {
      name: "transcode",
      host: "pve1",
      vmId: 300,
      cores: 4,
      memory: "8Gi",
      diskGiB: 20,
      macAddress: "BC:24:11:00:00:30",
      address: "192.168.0.30",
      template: { url: "https://images.example.com/debian-13.tar.zst", type: "debian" },
    },
  ],
};

export function withNetwork(change: Partial<Network>, table: HardwareTable = proxmoxHardware): HardwareTable {
  return { ...table, cluster: { ...table.cluster, network: { ...table.cluster.network, ...change } } };
}

export function withProxmox(change: Partial<Proxmox>, table: HardwareTable = proxmoxHardware): HardwareTable {
  const { proxmox } = table.cluster;
  if (proxmox === undefined) {
    throw new Error("the table has no Proxmox");
  }
  return { ...table, cluster: { ...table.cluster, proxmox: { ...proxmox, ...change } } };
}

export function withHost(name: string, change: Partial<HostRow>, table: HardwareTable = proxmoxHardware): HardwareTable {
  return { ...table, hosts: replaced(table.hosts ?? [], name, change) };
}

export function withCard(name: string, change: Partial<CardRow>, table: HardwareTable = proxmoxHardware): HardwareTable {
  return { ...table, cards: replaced(table.cards ?? [], name, change) };
}

export function withRow(name: string, change: Partial<MachineRow>, table: HardwareTable = proxmoxHardware): HardwareTable {
  return { ...table, machines: replaced(table.machines, name, change) };
}

export function withVm(name: string, change: Partial<Vm>, table: HardwareTable = proxmoxHardware): HardwareTable {
  const vm = table.machines.find((row) => row.name === name)?.vm;
  if (vm === undefined) {
    throw new Error(`the table has no virtual machine ${name}`);
  }
  return withRow(name, { vm: { ...vm, ...change } }, table);
}

export function withContainer(name: string, change: Partial<ContainerRow>, table: HardwareTable = proxmoxHardware): HardwareTable {
  return { ...table, containers: replaced(table.containers ?? [], name, change) };
}

function replaced<T extends { readonly name: string }>(rows: readonly T[], name: string, change: Partial<T>): T[] {
  if (!rows.some((row) => row.name === name)) {
    throw new Error(`the table has no ${name}`);
  }
  return rows.map((row) => (row.name === name ? { ...row, ...change } : row));
}
