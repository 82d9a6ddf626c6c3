import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import { addressOf } from "../../infra/hardware/address";
import type { Machine, VirtualMachineSpec } from "../../infra/hardware/machine";
import type { ClusterNetwork } from "../../infra/hardware/network-schema";
import { firstAddressOf } from "./first-address";
import { proxmoxTags } from "./tags";
import { childOptions } from "../child-options";

/** A card that is passed through: by the name of its mapping, or by its address, which only root may. */
export type PassedThrough = { readonly pcie: boolean } & ({ readonly mapping: pulumi.Input<string> } | { readonly id: string });

export interface VirtualMachineArgs {
  /** A machine of the table that is a virtual machine. */
  readonly machine: Machine;
  readonly clusterName: string;
  /** The host's name in Proxmox. */
  readonly nodeName: string;
  /** The image that its disk is made from: {@link HostImage.fileId}. */
  readonly imageFileId: pulumi.Input<string>;
  /** Default: none. */
  readonly cards?: readonly PassedThrough[];
  /** Names of the mappings of what is plugged in for it. Default: none. */
  readonly usbMappings?: readonly pulumi.Input<string>[];
  /** Default: its first boot asks DHCP. */
  readonly network?: ClusterNetwork;
  readonly transform?: { readonly vm?: (args: proxmox.VmLegacyArgs) => proxmox.VmLegacyArgs };
}

/**
 * A machine as a virtual machine of Proxmox, the way Talos asks for it: q35, OVMF with a 4 MiB EFI disk, the host's own
 * processor, `virtio-scsi-pci` (not `-single`), no ballooning beside a card.
 *
 * A new image does not make a new disk: Talos upgrades itself in place. On another host the machine is moved there,
 * unless it has a card or a device of its host: then it is made anew.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/platform-specific-installations/virtualized-platforms/proxmox
 */
export class VirtualMachine extends pulumi.ComponentResource {
  /** Known once it runs. */
  readonly vmId: pulumi.Output<number>;

  constructor(name: string, args: VirtualMachineArgs, options?: pulumi.ComponentResourceOptions) {
    const { machine, transform } = args;
    const { vm } = machine;
    if (vm === undefined) {
      throw new UserError(`${machine.name} is no virtual machine`, [
        { path: `machines[${machine.name}].vm`, message: "is missing", fix: "give it an id, a disk and a MAC address" },
      ]);
    }
    const vmArgs = vmArgsOf(args, vm);

    super("berth:hosts:VirtualMachine", name, {}, options);
    const created = new proxmox.VmLegacy(`${name}-vm`, transform?.vm?.(vmArgs) ?? vmArgs, {
      ...childOptions(this, options),
      protect: vm.protection,
      ignoreChanges: ["disks[0].importFrom"],
      // The next one has the same id and the same address.
      deleteBeforeReplace: true,
    });
    this.vmId = created.vmId;
    this.registerOutputs({ vmId: this.vmId });
  }
}

function vmArgsOf(args: VirtualMachineArgs, vm: VirtualMachineSpec): proxmox.VmLegacyArgs {
  const { machine, clusterName, cards = [], usbMappings = [] } = args;
  return {
    nodeName: args.nodeName,
    vmId: vm.id,
    name: machine.name,
    description: `Node ${machine.name} of the cluster ${clusterName}. Managed by Berth.`,
    tags: proxmoxTags("berth", clusterName, machine.role, machine.pool),
    machine: vm.chipset === "q35" ? "q35" : "pc",
    bios: "ovmf",
    scsiHardware: "virtio-scsi-pci",
    operatingSystem: { type: "l26" },
    cpu: { type: "host", cores: machine.threads },
    memory: { dedicated: vm.memoryMiB, ...(vm.minimumMemoryMiB === undefined ? {} : { floating: vm.minimumMemoryMiB }) },
    // A machine waits without an agent until it is configured; waiting for its answer would never end.
    agent: { enabled: vm.agent, ...(vm.agent ? { trim: true, waitForIp: { disabled: true } } : {}) },
    efiDisk: { datastoreId: vm.datastore, fileFormat: "raw", type: "4m", preEnrolledKeys: false },
    disks: [
      {
        interface: "scsi0",
        datastoreId: vm.datastore,
        size: vm.diskGiB,
        fileFormat: "raw",
        importFrom: args.imageFileId,
        discard: "on",
        ssd: true,
      },
    ],
    bootOrders: ["scsi0"],
    networkDevices: [
      {
        bridge: vm.bridge,
        macAddress: vm.macAddress,
        model: "virtio",
        ...(vm.vlan === undefined ? {} : { vlanId: vm.vlan }),
      },
    ],
    initialization: { datastoreId: vm.datastore, ...firstAddressOf(addressOf(machine), args.network) },
    ...(cards.length === 0 ? {} : { hostpcis: cards.map((card, index) => ({ device: `hostpci${index}`, ...card })) }),
    ...(usbMappings.length === 0 ? {} : { usbs: usbMappings.map((mapping) => ({ mapping })) }),
    // Under high availability Proxmox starts it, on whichever host it can.
    onBoot: vm.highAvailability === undefined,
    started: true,
    ...(vm.startupOrder === undefined ? {} : { startup: { order: vm.startupOrder } }),
    protection: vm.protection,
    // On another host it goes on as it is, disks and all, instead of being made anew. What holds a part of its host cannot.
    migrate: cards.length === 0 && usbMappings.length === 0,
  };
}
