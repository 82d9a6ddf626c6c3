import { type HardwareProfile, type Machine } from "../../infra/hardware/machine";
import { type PciDeviceView, type VirtualMachineView } from "./virtual-machine-view";

/** What Berth creates on the hosts of a hardware table. */
export function guestsOf(hardware: HardwareProfile): readonly VirtualMachineView[] {
  const nodeName = (host: string): string => hardware.hosts.find(({ name }) => name === host)?.proxmox?.nodeName ?? host;
  const identity = (kind: string, host: string, name: string) => ({
    label: `${kind} ${nodeName(host)}/${name}`,
    id: `${nodeName(host)}/${name}`,
    namespace: nodeName(host),
    name,
  });
  const machines = hardware.machines.flatMap((machine): VirtualMachineView[] => {
    const { name, address, host = "-", vm } = machine;
    return vm === undefined
      ? []
      : [
          {
            type: "virtual-machine",
            ...identity("Virtual machine", host, name),
            guest: "machine",
            vmId: vm.id,
            macAddresses: [vm.macAddress],
            addresses: address === undefined ? [] : [address],
            memoryMiB: vm.memoryMiB,
            minimumMemoryMiB: vm.minimumMemoryMiB,
            chipset: vm.chipset === "q35" ? "q35" : "pc",
            pciDevices: devicesOf(machine, hardware),
          },
        ];
  });
  const containers = hardware.containers.map(({ name, host, vmId, macAddress, address, memoryMiB }): VirtualMachineView => ({
    type: "virtual-machine",
    ...identity("Container", host, name),
    guest: "container",
    vmId,
    macAddresses: [macAddress],
    addresses: [address],
    memoryMiB,
    minimumMemoryMiB: undefined,
    chipset: undefined,
    pciDevices: [],
  }));
  return [...machines, ...containers];
}

function devicesOf({ name }: Machine, { cards }: HardwareProfile): readonly PciDeviceView[] {
  return cards
    .filter(({ machine }) => machine === name)
    .map(({ name: card, passthrough, location, pcie }, index) => ({
      slot: `hostpci${index}`,
      mapping: passthrough === "mapping" ? card : undefined,
      address: passthrough === "mapping" ? undefined : location?.path,
      pcie,
    }));
}
