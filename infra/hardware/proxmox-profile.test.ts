import type { HardwareProfile, Machine } from "./machine";
import { normalizeHardware } from "./normalize";
import type { HardwareTable } from "./schema";
import { proxmoxHardware, withCard, withHost, withProxmox, withRow, withVm } from "./testing/proxmox-hardware";

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

function profileOf(table: HardwareTable): HardwareProfile {
  const { profile, findings } = normalizeHardware(table);
  if (profile === undefined) {
    throw new Error(findings.map(({ path, message }) => `${path} ${message}`).join("\n"));
  }
  return profile;
}

function machineIn(profile: HardwareProfile, name: string): Machine {
  const machine = profile.machines.find((each) => each.name === name);
  if (machine === undefined) {
    throw new Error(`there is no ${name}`);
  }
  return machine;
}

describe("a profile of Proxmox hosts", () => {
  it("has virtual machines with their hosts' defaults", () => {
    const profile = profileOf(proxmoxHardware);
    expect(profile.machines.map(({ vm }) => vm)).toEqual([
      {
        id: 200,
        memoryMiB: 8192,
        diskGiB: 40,
        datastore: "ceph-vm",
        bridge: "vmbr1",
        vlan: 20,
        macAddress: "BC:24:11:00:00:11",
        startupOrder: 1,
        protection: true,
        chipset: "q35",
        agent: true,
        usb: [],
      },
      {
        id: 201,
        memoryMiB: 32_768,
        diskGiB: 100,
        datastore: "ceph-vm",
        bridge: "vmbr1",
        macAddress: "BC:24:11:00:00:12",
        startupOrder: 2,
        protection: false,
        chipset: "q35",
        agent: true,
        usb: [],
      },
      {
        id: 202,
        memoryMiB: 16_384,
        diskGiB: 100,
        datastore: "local-zfs",
        bridge: "vmbr0",
        macAddress: "BC:24:11:00:00:13",
        protection: false,
        chipset: "q35",
        agent: false,
        highAvailability: { maxRestart: 3, maxRelocate: 1 },
        usb: [],
      },
    ]);
    expect(profile.proxmox).toEqual({ endpoint: "https://192.168.0.5:8006", version: "9.1", authentication: "api-token", insecure: false });
    expect(profile.hosts.map(({ proxmox }) => proxmox)).toEqual([
      { nodeName: "rack1", datastore: "ceph-vm", imageDatastore: "local", bridge: "vmbr1" },
      { nodeName: "pve2", datastore: "local-lvm", imageDatastore: "local", bridge: "vmbr0" },
    ]);
  });

  it("has a container with the device nodes of its card", () => {
    const { containers, cards } = profileOf(withCard("renoir", { machine: "transcode" }, withProxmox({ authentication: "root-password" })));
    const deviceNodes = [
      { path: "/dev/dri/renderD128", gid: 104, mode: "0660" },
      { path: "/dev/kfd", gid: 104, mode: "0660" },
    ];
    expect(containers).toEqual([
      {
        name: "transcode",
        host: "pve1",
        vmId: 300,
        cores: 4,
        memoryMiB: 8192,
        diskGiB: 20,
        datastore: "ceph-vm",
        bridge: "vmbr1",
        macAddress: "BC:24:11:00:00:30",
        address: "192.168.0.30",
        template: { url: "https://images.example.com/debian-13.tar.zst", type: "debian" },
        unprivileged: true,
        protection: false,
        deviceNodes,
      },
    ]);
    expect(cards[1]).toEqual({
      name: "renoir",
      gpu: { vendor: "amd", model: "radeon-vega-6", resource: "amd.com/gpu", shares: 1 },
      kind: "integrated",
      pciId: "1002:1636",
      machine: "transcode",
      location: { host: "pve1", path: "0000:04:00.0", deviceNodes },
      passthrough: "mapping",
      pcie: true,
    });
  });

  it("gives a card's labels, resources, taints and extensions to whoever has it, by one changed line", () => {
    const brought = (machine: Machine): object => ({
      gpus: machine.gpus.map(({ model }) => model),
      cards: machine.cards,
      extended: machine.allocatable.extended,
      label: machine.labels["berth.dev/gpu-model"],
      discovered: machine.discoveredLabels["nvidia.com/gpu.present"],
      taints: machine.taints,
      extensions: machine.extensions.filter((name) => name.includes("nvidia")),
    });
    const nothing = { gpus: [], cards: [], extended: {}, label: undefined, discovered: undefined, taints: [], extensions: [] };
    const t4 = {
      gpus: ["tesla-t4"],
      cards: ["t4"],
      extended: { "nvidia.com/gpu": 1 },
      label: "tesla-t4",
      discovered: "true",
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
      extensions: ["siderolabs/nvidia-container-toolkit-lts", "siderolabs/nvidia-open-gpu-kernel-modules-lts"],
    };
    const table = withVm("worker1", { highAvailability: undefined });
    const before = profileOf(table);
    expect([machineIn(before, "gpu1"), machineIn(before, "worker1")].map(brought)).toEqual([t4, nothing]);
    expect(before.cards[0]?.location).toEqual({ host: "pve1", path: "0000:06:00.0", iommuGroup: 34, deviceNodes: [] });
    const after = profileOf(withCard("t4", { machine: "worker1" }, table));
    expect([machineIn(after, "gpu1"), machineIn(after, "worker1")].map(brought)).toEqual([nothing, t4]);
    expect(after.cards[0]?.location).toEqual({ host: "pve2", path: "0000:01:00.0", iommuGroup: 12, deviceNodes: [] });
  });

  it("counts what is plugged in for a machine among its devices", () => {
    const gpu1 = machineIn(profileOf(withVm("gpu1", { usb: [{ device: "zigbee", id: "10c4:ea60", path: "1-2" }] })), "gpu1");
    expect(gpu1.vm?.usb).toEqual([{ device: "zigbee", id: "10c4:ea60", path: "1-2" }]);
    expect(gpu1.devices).toEqual(["zigbee"]);
    expect(gpu1.labels["berth.dev/device.zigbee"]).toBe("true");
  });

  it("sets a taint once that machine and card both have", () => {
    const taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;
    expect(machineIn(profileOf(withRow("gpu1", { taints: [taint] })), "gpu1").taints).toEqual([taint]);
  });

  it("leaves pods what a host has after its guests' own systems, its containers and itself", () => {
    const [first, second] = profileOf(withHost("pve1", { threads: 12, overcommit: { cpuRatio: 1.5 } })).hosts;
    // Talos keeps 50m of each machine; 512, 384 and 100 MiB are its reservations and Kubernetes' threshold.
    expect(first?.allocatable).toEqual({
      cpuMilli: 12_000 - 2 * 50,
      memoryBytes: (64 - 2 - 8) * gibibyte - (512 + 100 + 384 + 100) * mebibyte,
    });
    expect(second?.allocatable).toEqual({ cpuMilli: 8000 - 50, memoryBytes: 30 * gibibyte - 484 * mebibyte });
  });
});
