import type { Finding } from "../diagnostics/finding";
import { normalizeHardware } from "./normalize";
import type { HardwareTable } from "./schema";
import { proxmoxHardware, withCard, withContainer, withHost, withProxmox, withRow, withVm } from "./testing/proxmox-hardware";

const t4 = proxmoxHardware.cards?.[0];
const asRoot = withProxmox({ authentication: "root-password" });
const onK3s: HardwareTable = {
  ...proxmoxHardware,
  cluster: { ...proxmoxHardware.cluster, operatingSystem: { kind: "k3s", version: "v1.35.4+k3s1" } },
};
if (t4 === undefined) {
  throw new Error("the table has a card");
}

describe("a table of Proxmox hosts", () => {
  it.each<[string, HardwareTable]>([
    ["as it is", proxmoxHardware],
    ["with the card in another machine of its host", withCard("t4", { machine: "cp1" })],
    [
      "with the card in a machine of the other host",
      withCard("t4", { machine: "worker1" }, withVm("worker1", { highAvailability: { maxRelocate: 0 } })),
    ],
    ["with the card kept by the host", { ...proxmoxHardware, cards: [{ ...t4, machine: undefined }] }],
    ["with the AMD GPU in a container, as root", withCard("renoir", { machine: "transcode" }, asRoot)],
    ["with a bare PCI address, as root", withCard("t4", { passthrough: "raw-id" }, asRoot)],
    ["with a privileged container, as root", withContainer("transcode", { unprivileged: false }, asRoot)],
    ["with an AMD GPU that is known to come back", withCard("renoir", { machine: "cp1", resetBug: false })],
    ["with i440fx and no PCI Express", withVm("gpu1", { chipset: "i440fx" }, withCard("t4", { pcie: false }))],
    ["with ballooning where no card is", withVm("cp1", { minimumMemory: "4Gi" })],
    ["with an agent that is off", withVm("gpu1", { agent: false })],
    ["with more virtual processors where the ratio allows it", withHost("pve1", { threads: 12, overcommit: { cpuRatio: 1.34 } })],
    ["with former names", withRow("gpu1", { formerNames: ["media", "gpu"] }, withContainer("transcode", { formerNames: ["video"] }))],
    ["without networks", { ...proxmoxHardware, cluster: { ...proxmoxHardware.cluster, network: undefined } }],
  ])("is right %s", (_, table) => {
    expect(normalizeHardware(table).findings).toEqual([]);
  });

  it.each<[string, HardwareTable, Finding]>([
    [
      "a former name that is a machine's name",
      withRow("gpu1", { formerNames: ["cp1"] }),
      {
        path: "machines[gpu1].formerNames",
        message: "is the name of a machine or container of this table",
        value: '"cp1"',
        fix: "remove it here, or give the other another name once this rename is brought up",
      },
    ],
    [
      "a former name that is the row's own",
      withContainer("transcode", { formerNames: ["transcode"] }),
      {
        path: "containers[transcode].formerNames",
        message: "is the name of a machine or container of this table",
        value: '"transcode"',
        fix: "remove it here, or give the other another name once this rename is brought up",
      },
    ],
    [
      "a former name of two rows",
      withContainer("transcode", { formerNames: ["media"] }, withRow("gpu1", { formerNames: ["media"] })),
      {
        path: "containers[transcode].formerNames",
        message: "is a former name of machines[gpu1] too",
        value: '"media"',
        fix: "keep it where what was created under it is now",
      },
    ],
    [
      "a former name listed twice",
      withRow("gpu1", { formerNames: ["media", "media"] }),
      {
        path: "machines[gpu1].formerNames",
        message: "is listed twice",
        value: '"media"',
        fix: "keep it where what was created under it is now",
      },
    ],
    [
      "an address taken twice",
      withContainer("transcode", { address: "192.168.0.13" }),
      {
        path: "containers[transcode].address",
        message: 'is the address of machine "worker1" too',
        value: '"192.168.0.13"',
        fix: "give each machine its own address",
      },
    ],
    [
      "a MAC address taken twice, in other letters",
      withVm("gpu1", { macAddress: "BC:24:11:00:00:11" }),
      {
        path: "machines[gpu1].vm.macAddress",
        message: 'is the MAC address of machine "cp1" too',
        value: '"BC:24:11:00:00:11"',
        fix: "give each machine a MAC address of its own",
      },
    ],
    [
      "a VMID taken twice",
      withContainer("transcode", { vmId: 201 }),
      {
        path: "containers[transcode].vmId",
        message: 'is the id of machine "gpu1" too',
        value: "201",
        fix: "give it an id that nothing else in Proxmox has",
      },
    ],
    [
      "less memory than is promised",
      withHost("pve1", { memory: "48Gi" }),
      {
        path: "hosts[pve1].memory",
        message: "less the 2Gi that it keeps is less than the 48Gi of what it carries (cp1, gpu1, transcode)",
        value: '"48Gi"',
        fix: "give the machines less memory: a host that runs out of it kills one of them",
      },
    ],
    [
      "less memory than its ratio allows to promise",
      withHost("pve1", { memory: "34Gi", overcommit: { memoryRatio: 1.2 } }),
      {
        path: "hosts[pve1].memory",
        message:
          "less the 2Gi that it keeps, times its memoryRatio of 1.2, is less than the 48Gi of what it carries (cp1, gpu1, transcode)",
        value: '"34Gi"',
        fix: "give the machines less memory: a host that runs out of it kills one of them",
      },
    ],
    [
      "more virtual processors than threads",
      withHost("pve1", { threads: 12 }),
      {
        path: "hosts[pve1].overcommit.cpuRatio",
        message: "allows 12 virtual processors on 12 threads, and what it carries has 16 (cp1, gpu1, transcode)",
        value: "1",
        fix: "give the machines fewer threads, or set cpuRatio: 1.34 if they may wait for each other",
      },
    ],
    [
      "memory in decimal units",
      withRow("worker1", { memory: "16G" }),
      {
        path: "machines[worker1].memory",
        message: "is no whole number of mebibytes, in which Proxmox counts",
        value: '"16G"',
        fix: "write 15259Mi",
      },
    ],
    [
      "less memory from the host than the machine sees",
      withVm("worker1", { memory: "15Gi" }),
      {
        path: "machines[worker1].vm.memory",
        message: "is less than the 16Gi that its operating system sees",
        value: '"15Gi"',
        fix: "give at least as much",
      },
    ],
    [
      "a VLAN on a bridge that is not VLAN-aware",
      withVm("worker1", { vlan: 20 }),
      {
        path: "machines[worker1].vm.vlan",
        message: 'is lost on bridge vmbr0 of host "pve2", which is not VLAN-aware',
        value: "20",
        fix: 'make the bridge VLAN-aware and list it: hosts[pve2].proxmox.vlanAwareBridges: ["vmbr0"]; or leave the tag out',
      },
    ],
    [
      "an agent without its extension",
      withVm("worker1", { agent: true }),
      {
        path: "machines[worker1].vm.agent",
        message: "is on, and the machine's image has no agent: each creation and refresh would wait for it for 15 minutes",
        value: "true",
        fix: 'add "siderolabs/qemu-guest-agent" to its extensions, or leave agent out',
      },
    ],
    [
      "a machine with a card that is to be moved",
      withVm("gpu1", { startupOrder: undefined, highAvailability: {} }),
      {
        path: "machines[gpu1].vm.highAvailability.maxRelocate",
        message: 'cannot be kept: card "t4" stays in its host, and without it the machine starts nowhere else, let alone live',
        value: "1",
        fix: "set maxRelocate: 0, so that it is only restarted where it is",
      },
    ],
    [
      "a machine with a USB device that is to be moved",
      withVm("worker1", { usb: [{ device: "zigbee", id: "10c4:ea60" }] }),
      {
        path: "machines[worker1].vm.highAvailability.maxRelocate",
        message: 'cannot be kept: device "zigbee" stays in its host, and without it the machine starts nowhere else, let alone live',
        value: "1",
        fix: "set maxRelocate: 0, so that it is only restarted where it is",
      },
    ],
    [
      "a startup order under high availability",
      withVm("worker1", { startupOrder: 3 }),
      {
        path: "machines[worker1].vm.startupOrder",
        message: "is not kept for a machine under high availability, which Proxmox starts when and where it can",
        value: "3",
        fix: "leave out one of the two",
      },
    ],
    [
      "a USB device of one name twice",
      withVm("gpu1", { usb: [{ device: "zigbee", id: "10c4:ea60" }] }, withVm("cp1", { usb: [{ device: "zigbee", id: "10c4:ea60" }] })),
      {
        path: "machines[gpu1].vm.usb",
        message: 'has a device of the name that one of machine "cp1" has',
        value: '"zigbee"',
        fix: "give it a name of its own: it is also its mapping's in Proxmox",
      },
    ],
    [
      "high availability before Proxmox VE 9",
      withProxmox({ version: "8.4" }),
      {
        path: "machines[worker1].vm.highAvailability",
        message: "needs the rules of Proxmox VE 9, and cluster.proxmox.version is 8.4",
        fix: "upgrade Proxmox, or leave it out",
      },
    ],
    [
      "a virtual machine without a host",
      withRow("worker1", { host: undefined }),
      { path: "machines[worker1].vm", message: "has no host to run on", fix: "name its host, or leave vm out for bare metal" },
    ],
    [
      "a virtual machine on a host that is not Proxmox",
      withHost("pve2", { proxmox: undefined }, withVm("worker1", { highAvailability: { maxRelocate: 0 } })),
      {
        path: "machines[worker1].vm",
        message: 'cannot be created on host "pve2", which does not say how Proxmox knows it',
        fix: "give hosts[pve2] proxmox: {}",
      },
    ],
    [
      "a container on a host that does not exist",
      withContainer("transcode", { host: "pve3" }),
      { path: "containers[transcode].host", message: "is no host of this table", value: '"pve3"', fix: 'did you mean "pve1"?' },
    ],
    [
      "a container called like a machine",
      withContainer("transcode", { name: "worker1" }),
      {
        path: "containers[worker1].name",
        message: "is the name of a machine too",
        fix: "give the container another name: it is no node of the cluster",
      },
    ],
    [
      "a GPU of a virtual machine that nothing passes through",
      withRow("worker1", { gpus: [{ vendor: "intel", model: "uhd-graphics", resource: "gpu.intel.com/i915" }] }),
      {
        path: "machines[worker1].gpus",
        message: "has a GPU that nothing passes through to this virtual machine",
        fix: 'list the card under cards, with machine: "worker1"',
      },
    ],
    [
      "a MAC address that is a group's",
      withVm("worker1", { macAddress: "BD:24:11:00:00:13" }),
      {
        path: "machines[worker1].vm.macAddress",
        message: "must be a unicast MAC address such as BC:24:11:00:00:01, its second digit even",
        value: '"BD:24:11:00:00:13"',
      },
    ],
  ])("is refused with %s", (_, table, finding) => {
    expect(normalizeHardware(table).findings).toEqual([finding]);
  });

  it("is refused with what only Talos has on K3s", () => {
    expect(normalizeHardware(onK3s).findings).toEqual([
      {
        path: "cluster.network.vip",
        message: "is an address that nothing would answer to: K3s does not share one between its servers",
        value: '"192.168.0.100"',
        fix: "leave it out, and put what does (a load balancer, kube-vip) into cluster.endpoint",
      },
      {
        path: "machines[cp1].extensions",
        message: "has system extensions, which only Talos knows",
        value: '"siderolabs/qemu-guest-agent"',
        fix: "leave them out of the machine and of its cards",
      },
      expect.objectContaining({ path: "machines[gpu1].extensions" }),
    ]);
  });

  it("is refused on K3s with a machine that had another name", () => {
    expect(normalizeHardware(withRow("cp1", { formerNames: ["master"] }, onK3s)).findings).toContainEqual({
      path: "machines[cp1].formerNames",
      message: "cannot be kept: K3s registers a node under the name of its first boot",
      fix: "keep the name; a machine of another name is another machine",
    });
  });

  it("hands former names on to what is created", () => {
    const table = withContainer("transcode", { formerNames: ["video"] }, withRow("gpu1", { formerNames: ["media", "gpu"] }));
    const { profile } = normalizeHardware(table);
    expect(profile?.machines.map(({ formerNames }) => formerNames)).toEqual([undefined, ["media", "gpu"], undefined]);
    expect(profile?.containers.map(({ formerNames }) => formerNames)).toEqual([["video"]]);
  });

  it("is refused without the address of Proxmox, for each machine and container", () => {
    const { proxmox, ...cluster } = proxmoxHardware.cluster;
    expect(proxmox).toBeDefined();
    expect(normalizeHardware({ ...proxmoxHardware, cluster }).findings.map(({ path }) => path)).toEqual([
      "machines[cp1].vm",
      "machines[gpu1].vm",
      "machines[worker1].vm",
      "containers[transcode]",
    ]);
  });
});
