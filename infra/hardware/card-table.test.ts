import type { Finding } from "../diagnostics/finding";
import { normalizeHardware } from "./normalize";
import type { HardwareTable } from "./schema";
import { proxmoxHardware, withCard, withContainer, withVm } from "./testing/proxmox-hardware";

const t4 = proxmoxHardware.cards?.[0];
if (t4 === undefined) {
  throw new Error("the table has a card");
}

describe("a table of cards", () => {
  it.each<[string, HardwareTable, Finding]>([
    [
      "a GPU mapped twice",
      {
        ...proxmoxHardware,
        cards: [...(proxmoxHardware.cards ?? []), { ...t4, name: "t4-again", machine: "cp1", at: { pve1: { path: "0000:06:00.0" } } }],
      },
      {
        path: "cards[t4-again].at.pve1.path",
        message: 'is the place of card "t4", which machine "gpu1" has',
        value: '"0000:06:00.0"',
        fix: "give the card to one machine: two cannot share it",
      },
    ],
    [
      "one function of a card that another machine has in whole",
      withCard("renoir", { kind: "discrete", machine: "cp1", at: { pve1: { path: "0000:06:00" } } }),
      {
        path: "cards[renoir].at.pve1.path",
        message: 'is the place of card "t4", which machine "gpu1" has',
        value: '"0000:06:00"',
        fix: "give the card to one machine: two cannot share it",
      },
    ],
    [
      "two machines with devices of one IOMMU group",
      withCard("renoir", { kind: "discrete", machine: "cp1", at: { pve1: { path: "0000:07:00.0", iommuGroup: 34 } } }),
      {
        path: "cards[renoir].at.pve1.iommuGroup",
        message: 'is that of card "t4" too, which machine "gpu1" has: devices of one group are passed through together',
        value: "34",
        fix: "give both to one machine, or put one of them into another slot",
      },
    ],
    [
      "two cards of one name",
      { ...proxmoxHardware, cards: [t4, { ...t4, machine: undefined }] },
      {
        path: "cards[t4].name",
        message: "is the name of two cards",
        fix: "give each card a row with a name of its own: it is also its mapping's in Proxmox",
      },
    ],
    [
      "a card for a machine that does not exist",
      withCard("t4", { machine: "gpu2" }),
      { path: "cards[t4].machine", message: "is no machine or container of this table", value: '"gpu2"', fix: 'did you mean "gpu1"?' },
    ],
    [
      "a card for a machine that is not on its host",
      withCard("t4", { at: { pve2: { path: "0000:01:00.0" } } }),
      {
        path: "cards[t4].machine",
        message: 'runs on host "pve1", and the card has a place in pve2 only',
        value: '"gpu1"',
        fix: 'give it to a machine on its host, or say where it sits in the other: at: { pve1: { path: "0000:…" } }',
      },
    ],
    [
      "a card in a host that does not exist",
      withCard("renoir", { at: { pve3: { path: "0000:04:00.0" } } }),
      {
        path: "cards[renoir].at",
        message: "has a place in a host that is not in this table",
        value: '"pve3"',
        fix: 'did you mean "pve1"?',
      },
    ],
    [
      "an integrated GPU in two hosts",
      withCard("renoir", { at: { pve1: { path: "0000:04:00.0" }, pve2: { path: "0000:04:00.0" } } }),
      {
        path: "cards[renoir].at",
        message: "has an integrated GPU in several hosts (pve1, pve2)",
        fix: "give the GPU of each host a row of its own: it cannot be moved",
      },
    ],
    [
      "a card whose PCI id is another vendor's",
      withCard("t4", { pci: { id: "8086:46d1" } }),
      {
        path: "cards[t4].pci.id",
        message: "is no device of nvidia, whose ids begin with 10de",
        value: '"8086:46d1"',
        fix: "copy it from lspci -nn, or correct gpu.vendor",
      },
    ],
    [
      "an AMD APU in a virtual machine",
      withCard("renoir", { machine: "cp1" }),
      {
        path: "cards[renoir].machine",
        message: "is a virtual machine, and this GPU cannot be reset: after the first stop it is gone until the host reboots",
        value: '"cp1"',
        fix: "give it to a container (containers, with its device nodes), or leave it to the host",
      },
    ],
    [
      "a container's device nodes with an API token",
      withCard("renoir", { machine: "transcode" }),
      {
        path: "cards[renoir].machine",
        message: "is a container, and device nodes may only be passed to it by root with a password, not by an API token",
        value: '"transcode"',
        fix: 'set cluster.proxmox.authentication: "root-password"',
      },
    ],
    [
      "a privileged container with an API token",
      withContainer("transcode", { unprivileged: false }),
      {
        path: "containers[transcode].unprivileged",
        message: "makes it a privileged container, which only root with a password may create",
        value: "false",
        fix: 'leave it out, or set cluster.proxmox.authentication: "root-password"',
      },
    ],
    [
      "a bare PCI address with an API token",
      withCard("t4", { passthrough: "raw-id" }),
      {
        path: "cards[t4].passthrough",
        message: "is not allowed to an API token: a bare PCI address asks for root and a password",
        value: '"raw-id"',
        fix: 'use passthrough: "mapping", or set cluster.proxmox.authentication: "root-password"',
      },
    ],
    [
      "ballooning beside a card",
      withVm("gpu1", { minimumMemory: "16Gi" }),
      {
        path: "machines[gpu1].vm.minimumMemory",
        message: `has no effect beside card "t4": passing a device through keeps all of the guest's memory in place`,
        value: '"16Gi"',
        fix: "leave it out",
      },
    ],
    [
      "a PCI Express card without q35",
      withVm("gpu1", { chipset: "i440fx" }),
      {
        path: "machines[gpu1].vm.chipset",
        message: 'has no PCI Express port for card "t4"',
        value: '"i440fx"',
        fix: 'use chipset: "q35", or set pcie: false for the card',
      },
    ],
  ])("is refused with %s", (_, table, finding) => {
    expect(normalizeHardware(table).findings).toEqual([finding]);
  });
});
