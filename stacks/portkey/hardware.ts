import type { HardwareTable } from "../../infra/hardware/schema";

/** The extended resource of the Intel device plugin while the i915 driver owns the GPU. */
const i915 = "gpu.intel.com/i915";

/** The integrated GPU of an N100 is at the same address in every board. */
const integratedGpu = { path: "0000:00:02.0", iommuGroup: 0 };

/** Pods that may share one N100's GPU (`sharedDevNum`). Its Quick Sync serves a handful of streams. */
const gpuShares = 4;

/**
 * The four Proxmox hosts of seed 004 and what runs on them: three Talos control planes that take workloads too, a
 * worker, and a container for the GPU that no virtual machine can have.
 *
 * Memory is that of the seed's table "Nodes", which says what runs (44, 27 and 27 GB), not that of its migration plan
 * (26 each); metal3 stands in the plan alone, with 10. docs/stacks/portkey.md lists what is assumed: the memory of the
 * hosts, everything about rivendell, PCI addresses, MAC addresses, and what is not given a number in the seed.
 */
export const hardware: HardwareTable = {
  cluster: {
    name: "portkey",
    endpoint: "https://192.168.0.100:6443",
    kubernetesVersion: "1.35.0",
    operatingSystem: { kind: "talos", version: "v1.12.3" },
    allowSchedulingOnControlPlanes: true,
    network: {
      vip: "192.168.0.100",
      gateway: "192.168.0.1",
      prefixLength: 24,
      nameservers: ["192.168.0.1"],
      // The seed's 10.0.1.0/8 is no network: it has host bits set, and as 10.0.0.0/8 it would contain the Services'.
      podSubnets: ["10.42.0.0/16"],
      serviceSubnets: ["10.43.0.0/16"],
      loadBalancerPool: "192.168.0.224/27",
    },
    proxmox: { endpoint: "https://192.168.0.2:8006", version: "9.1", authentication: "root-password" },
  },
  // Each keeps 5 GiB: one for Proxmox, four for the one Ceph OSD that it is taken to run (osd_memory_target).
  hosts: [
    { name: "mirkwood", threads: 6, memory: "64Gi", reservedMemory: "5Gi", proxmox: {} },
    // Intel specifies 16 GB for an N100; 32 GB modules work in most boards, and the seed's 27 GB need one.
    { name: "rohan", threads: 4, memory: "32Gi", reservedMemory: "5Gi", proxmox: {} },
    { name: "gondor", threads: 4, memory: "32Gi", reservedMemory: "5Gi", proxmox: {} },
    { name: "rivendell", threads: 4, memory: "16Gi", reservedMemory: "5Gi", proxmox: {} },
  ],
  // Passed through whole: the N100's GPU is too new for GVT-g, which ended with Intel's tenth generation.
  cards: [
    {
      name: "uhd-rohan",
      gpu: { vendor: "intel", model: "uhd-graphics", resource: i915, shares: gpuShares },
      kind: "integrated",
      pci: { id: "8086:46d1" },
      at: { rohan: integratedGpu },
      machine: "metal1",
      extensions: ["siderolabs/i915"],
    },
    {
      name: "uhd-gondor",
      gpu: { vendor: "intel", model: "uhd-graphics", resource: i915, shares: gpuShares },
      kind: "integrated",
      pci: { id: "8086:46d1" },
      at: { gondor: integratedGpu },
      machine: "metal2",
      extensions: ["siderolabs/i915"],
    },
    {
      name: "radeon-mirkwood",
      gpu: { vendor: "amd", model: "radeon-vega-6", resource: "amd.com/gpu" },
      kind: "integrated",
      pci: { id: "1002:1636" },
      at: {
        mirkwood: {
          path: "0000:04:00.0",
          deviceNodes: [
            { path: "/dev/dri/card0", gid: 44 },
            { path: "/dev/dri/renderD128", gid: 104 },
            { path: "/dev/kfd", gid: 104 },
          ],
        },
      },
      machine: "mirkwood-gpu",
      resetBug: true,
    },
  ],
  machines: [
    {
      name: "metal0",
      role: "control-plane",
      pool: "automation",
      cpu: { model: "AMD Ryzen 5 4500U", cores: 4, threads: 4 },
      memory: "44Gi",
      power: { idleWatts: 8, tdpWatts: 15 },
      address: "192.168.0.11",
      host: "mirkwood",
      vm: {
        id: 106,
        diskGiB: 64,
        macAddress: "BC:24:11:00:00:11",
        startupOrder: 1,
        // The Zigbee dongle: assumed to be one with a CP210x, as most are. To move it, move this line.
        usb: [{ device: "zigbee", id: "10c4:ea60" }],
      },
      installDisk: "/dev/sda",
      extensions: ["siderolabs/amd-ucode", "siderolabs/qemu-guest-agent"],
    },
    {
      name: "metal1",
      role: "control-plane",
      pool: "media",
      cpu: { model: "Intel N100", cores: 4, threads: 4 },
      memory: "27Gi",
      power: { idleWatts: 5, tdpWatts: 6 },
      address: "192.168.0.12",
      host: "rohan",
      vm: { id: 107, diskGiB: 64, macAddress: "BC:24:11:00:00:12", startupOrder: 1 },
      installDisk: "/dev/sda",
      extensions: ["siderolabs/intel-ucode", "siderolabs/qemu-guest-agent"],
    },
    {
      name: "metal2",
      role: "control-plane",
      pool: "platform",
      cpu: { model: "Intel N100", cores: 4, threads: 4 },
      memory: "27Gi",
      power: { idleWatts: 5, tdpWatts: 6 },
      address: "192.168.0.13",
      host: "gondor",
      vm: { id: 104, diskGiB: 64, macAddress: "BC:24:11:00:00:13", startupOrder: 1 },
      installDisk: "/dev/sda",
      extensions: ["siderolabs/intel-ucode", "siderolabs/qemu-guest-agent"],
    },
    {
      name: "metal3",
      role: "worker",
      pool: "general",
      // The seed does not say what rivendell has.
      cpu: { model: "not stated", cores: 4, threads: 4 },
      memory: "10Gi",
      power: { idleWatts: 5, tdpWatts: 6 },
      address: "192.168.0.14",
      host: "rivendell",
      // The seed names no id: the next that is free.
      vm: { id: 108, diskGiB: 64, macAddress: "BC:24:11:00:00:14", startupOrder: 2 },
      installDisk: "/dev/sda",
      extensions: ["siderolabs/qemu-guest-agent"],
    },
  ],
  // The seed calls it metal3, as it calls the virtual machine on rivendell. Talos cannot run in it, so it is no node.
  containers: [
    {
      name: "mirkwood-gpu",
      host: "mirkwood",
      vmId: 109,
      cores: 2,
      memory: "8Gi",
      diskGiB: 32,
      macAddress: "BC:24:11:00:00:15",
      address: "192.168.0.15",
      template: {
        url: "http://download.proxmox.com/images/system/debian-13-standard_13.1-2_amd64.tar.zst",
        type: "debian",
      },
    },
  ],
};
