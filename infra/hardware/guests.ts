import { memoryBytes } from "../quantities/quantity";
import type { Card, Container, VirtualMachineSpec } from "./machine";
import type { ParsedContainer, ParsedHost, ParsedMachine } from "./schema";

const mebibyte = 1024 ** 2;

/** The extension through which a guest tells Proxmox its addresses, and shuts down when asked to. */
export const guestAgentExtension = "siderolabs/qemu-guest-agent";

/** What the host gives a machine, in the host's memory. */
export function givenMemoryBytes({ memory, vm }: ParsedMachine): number {
  return memoryBytes(vm?.memory ?? memory);
}

/** Whether Proxmox talks to an agent inside the machine. */
export function hasAgent({ vm, extensions }: ParsedMachine): boolean {
  return vm?.agent ?? extensions.includes(guestAgentExtension);
}

/** What a machine is as a virtual machine; undefined when Berth does not create it. */
export function virtualMachineOf(machine: ParsedMachine, host: ParsedHost | undefined): VirtualMachineSpec | undefined {
  const { vm } = machine;
  if (vm === undefined || host?.proxmox === undefined) {
    return undefined;
  }
  return {
    id: vm.id,
    memoryMiB: givenMemoryBytes(machine) / mebibyte,
    ...(vm.minimumMemory === undefined ? {} : { minimumMemoryMiB: memoryBytes(vm.minimumMemory) / mebibyte }),
    diskGiB: vm.diskGiB,
    datastore: vm.datastore ?? host.proxmox.datastore,
    bridge: vm.bridge ?? host.proxmox.bridge,
    ...(vm.vlan === undefined ? {} : { vlan: vm.vlan }),
    macAddress: vm.macAddress.toUpperCase(),
    ...(vm.startupOrder === undefined ? {} : { startupOrder: vm.startupOrder }),
    protection: vm.protection ?? machine.role === "control-plane",
    chipset: vm.chipset,
    agent: hasAgent(machine),
    ...(vm.highAvailability === undefined ? {} : { highAvailability: vm.highAvailability }),
    usb: vm.usb.map(({ device, id, path }) => ({ device, id, ...(path === undefined ? {} : { path }) })),
  };
}

/** A container with its host's defaults and the device nodes of its cards. */
export function containerOf(container: ParsedContainer, host: ParsedHost | undefined, cards: readonly Card[]): Container | undefined {
  if (host?.proxmox === undefined) {
    return undefined;
  }
  return {
    name: container.name,
    ...(container.formerNames === undefined ? {} : { formerNames: container.formerNames }),
    host: container.host,
    vmId: container.vmId,
    cores: container.cores,
    memoryMiB: memoryBytes(container.memory) / mebibyte,
    diskGiB: container.diskGiB,
    datastore: container.datastore ?? host.proxmox.datastore,
    bridge: container.bridge ?? host.proxmox.bridge,
    ...(container.vlan === undefined ? {} : { vlan: container.vlan }),
    macAddress: container.macAddress.toUpperCase(),
    address: container.address,
    template: container.template,
    unprivileged: container.unprivileged,
    ...(container.startupOrder === undefined ? {} : { startupOrder: container.startupOrder }),
    protection: container.protection,
    deviceNodes: cards.filter(({ machine }) => machine === container.name).flatMap(({ location }) => location?.deviceNodes ?? []),
  };
}
