import type { HardwareProfile, Machine, VirtualMachineSpec } from "../hardware/machine";

/** Privileges of Proxmox VE 9 that something of Berth's needs. `VM.Monitor` is no longer one. */
export type Privilege =
  | "Datastore.Allocate"
  | "Datastore.AllocateSpace"
  | "Datastore.AllocateTemplate"
  | "Datastore.Audit"
  | "Mapping.Modify"
  | "Mapping.Use"
  | "SDN.Use"
  | "Sys.AccessNetwork"
  | "Sys.Audit"
  | "Sys.Console"
  | "Sys.Modify"
  | "VM.Allocate"
  | "VM.Audit"
  | "VM.Config.CDROM"
  | "VM.Config.CPU"
  | "VM.Config.Cloudinit"
  | "VM.Config.Disk"
  | "VM.Config.HWType"
  | "VM.Config.Memory"
  | "VM.Config.Network"
  | "VM.Config.Options"
  | "VM.Migrate"
  | "VM.PowerMgmt";

/** Something that tables can ask of Proxmox, and what its API checks for it. */
export interface Feature {
  /** Name of its role in Proxmox. */
  readonly role: string;
  readonly privileges: readonly Privilege[];
  /** Where they are needed; empty when the tables do not ask for it. */
  readonly paths: (hardware: HardwareProfile) => readonly string[];
}

/**
 * What each feature needs, and where. A privilege on a path replaces what its parents hand down, so each path has all
 * that is checked on it. Source: the permissions of each call, https://pve.proxmox.com/pve-docs/api-viewer/, and for
 * what a call's values ask for besides, the checks in Proxmox' qemu-server and pve-container.
 */
export const features: readonly Feature[] = [
  {
    role: "BerthMachine",
    // The drive of its first address is both a CD-ROM and cloud-init's.
    privileges: [
      "VM.Allocate",
      "VM.Audit",
      "VM.Config.CDROM",
      "VM.Config.CPU",
      "VM.Config.Cloudinit",
      "VM.Config.Disk",
      "VM.Config.HWType",
      "VM.Config.Memory",
      "VM.Config.Network",
      "VM.Config.Options",
      "VM.PowerMgmt",
    ],
    paths: (hardware) => virtualMachines(hardware).map(({ vm }) => guest(vm.id)),
  },
  {
    role: "BerthMigration",
    privileges: ["VM.Migrate"],
    paths: (hardware) =>
      hardware.hosts.filter(({ proxmox }) => proxmox !== undefined).length < 2
        ? []
        : // What holds a part of its host stays there.
          virtualMachines(hardware)
            .filter(({ cards, vm }) => cards.length === 0 && vm.usb.length === 0)
            .map(({ vm }) => guest(vm.id)),
  },
  {
    role: "BerthContainer",
    privileges: [
      "VM.Allocate",
      "VM.Audit",
      "VM.Config.CPU",
      "VM.Config.Disk",
      "VM.Config.Memory",
      "VM.Config.Network",
      "VM.Config.Options",
      "VM.PowerMgmt",
    ],
    paths: ({ containers }) => containers.map(({ vmId }) => guest(vmId)),
  },
  {
    role: "BerthDisks",
    privileges: ["Datastore.AllocateSpace"],
    paths: (hardware) => guestsOf(hardware).map(({ datastore }) => `/storage/${datastore}`),
  },
  {
    role: "BerthImages",
    // Without Allocate the image of an earlier version could not be removed; without Audit none could be found.
    privileges: ["Datastore.Allocate", "Datastore.AllocateTemplate", "Datastore.Audit"],
    paths: (hardware) => nodesOf(hardware).map(({ imageDatastore }) => `/storage/${imageDatastore}`),
  },
  {
    role: "BerthDownload",
    // Enough for what else asks for Sys.Audit and Sys.Modify on all of Proxmox.
    privileges: ["Sys.AccessNetwork"],
    paths: (hardware) => nodesOf(hardware).map(({ nodeName }) => `/nodes/${nodeName}`),
  },
  {
    role: "BerthNetwork",
    privileges: ["SDN.Use"],
    paths: (hardware) =>
      guestsOf(hardware).map(({ bridge, vlan }) => `/sdn/zones/localnetwork/${bridge}${vlan === undefined ? "" : `/${vlan}`}`),
  },
  {
    role: "BerthMapping",
    privileges: ["Mapping.Modify", "Mapping.Use"],
    paths: (hardware) => mappings(hardware),
  },
  {
    role: "BerthMappings",
    // Creating and removing one is checked on all of them.
    privileges: ["Mapping.Modify"],
    paths: (hardware) => mappings(hardware).map((path) => path.replace(/\/[^/]+$/, "")),
  },
  {
    role: "BerthStartupOrder",
    // It changes what a host does when it boots.
    privileges: ["Sys.Modify"],
    paths: (hardware) => (virtualMachines(hardware).some(({ vm }) => vm.startupOrder !== undefined) ? ["/"] : []),
  },
  {
    role: "BerthHighAvailability",
    privileges: ["Sys.Audit", "Sys.Console"],
    paths: (hardware) => (virtualMachines(hardware).some(({ vm }) => vm.highAvailability !== undefined) ? ["/"] : []),
  },
];

function guest(id: number): string {
  return `/vms/${id}`;
}

function virtualMachines({ machines }: HardwareProfile): readonly (Machine & { readonly vm: VirtualMachineSpec })[] {
  return machines.flatMap((machine) => (machine.vm === undefined ? [] : [{ ...machine, vm: machine.vm }]));
}

interface Guest {
  readonly host: string | undefined;
  readonly datastore: string;
  readonly bridge: string;
  readonly vlan?: number;
}

function guestsOf(hardware: HardwareProfile): readonly Guest[] {
  return [...virtualMachines(hardware).map(({ host, vm }) => ({ ...vm, host })), ...hardware.containers];
}

/** The hosts on which something is created. */
function nodesOf(hardware: HardwareProfile): readonly { readonly nodeName: string; readonly imageDatastore: string }[] {
  const used = new Set(guestsOf(hardware).map(({ host }) => host));
  return hardware.hosts.flatMap(({ name, proxmox }) => (proxmox !== undefined && used.has(name) ? [proxmox] : []));
}

function mappings(hardware: HardwareProfile): readonly string[] {
  const machines = virtualMachines(hardware);
  return [
    ...hardware.cards
      .filter(({ machine, passthrough }) => passthrough === "mapping" && machines.some(({ name }) => name === machine))
      .map(({ name }) => `/mapping/pci/${name}`),
    ...machines.flatMap(({ vm }) => vm.usb.map(({ device }) => `/mapping/usb/${device}`)),
  ];
}
