import type { Fleet, RentedServer } from "./fleet";
import type { ClusterNetwork } from "./network-schema";
import type { Gpu, OperatingSystem, Taint } from "./schema";

/** What pods may request on a machine: capacity less reservations and the eviction threshold. */
export interface Allocatable {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
  /** Extended resources by name, whole numbers. */
  readonly extended: Readonly<Record<string, number>>;
}

/** How a machine turns load into watts: `idleWatts` plus the share of `fullWatts - idleWatts` that is used. */
export interface PowerModel {
  readonly idleWatts: number;
  readonly fullWatts: number;
}

/** A machine with every default filled in and every derived value computed. */
export interface Machine {
  readonly name: string;
  /** What it was called before. */
  readonly formerNames?: readonly string[];
  readonly role: "control-plane" | "worker";
  readonly pool: string;
  readonly cpuModel: string;
  readonly cores: number;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly allocatable: Allocatable;
  readonly power: PowerModel;
  /** Its own, and those of the cards that it has. */
  readonly gpus: readonly Gpu[];
  /** Names of the cards that it has, in the table's order. */
  readonly cards: readonly string[];
  readonly devices: readonly string[];
  /** Absent for a rented server: it has one once it is ordered. */
  readonly address?: string;
  /** There when it is rented: what it is ordered as. */
  readonly rented?: RentedServer;
  readonly host?: string;
  /** There when Berth creates it on its host. */
  readonly vm?: VirtualMachineSpec;
  readonly installDisk?: string;
  /** System extensions of its Talos image, its cards' included, sorted. */
  readonly extensions: readonly string[];
  /** Labels that Berth sets on the node: capabilities, zone and the user's own. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that the cluster's own discovery sets (NFD, GPU operators); never set by Berth, but selectable. */
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** How Proxmox keeps a virtual machine running. */
export interface HighAvailabilitySpec {
  readonly maxRestart: number;
  readonly maxRelocate: number;
}

/** What a machine is as a virtual machine of Proxmox. */
export interface VirtualMachineSpec {
  readonly id: number;
  readonly memoryMiB: number;
  /** Only with ballooning. */
  readonly minimumMemoryMiB?: number;
  readonly diskGiB: number;
  readonly datastore: string;
  readonly bridge: string;
  readonly vlan?: number;
  /** In capitals, as Proxmox writes it. */
  readonly macAddress: string;
  readonly startupOrder?: number;
  readonly protection: boolean;
  readonly chipset: "q35" | "i440fx";
  readonly agent: boolean;
  readonly highAvailability?: HighAvailabilitySpec;
  readonly usb: readonly UsbDevice[];
}

/** Something plugged into a host that a virtual machine is given. */
export interface UsbDevice {
  /** Also the name of its mapping. */
  readonly device: string;
  /** Vendor and product: `10c4:ea60`. */
  readonly id: string;
  readonly path?: string;
}

/** A file of the host through which a container reaches a card. */
export interface DeviceNode {
  readonly path: string;
  readonly gid?: number;
  /** Octal: `0660`. */
  readonly mode: string;
}

/** Where a card sits in a host. */
export interface PciLocation {
  readonly host: string;
  readonly path: string;
  readonly iommuGroup?: number;
  readonly deviceNodes: readonly DeviceNode[];
}

/** A card or integrated GPU, and who has it. */
export interface Card {
  readonly name: string;
  readonly gpu: Gpu;
  readonly kind: "discrete" | "integrated";
  /** Vendor and device: `10de:1eb8`. */
  readonly pciId: string;
  readonly subsystemId?: string;
  /** Name of the machine or container that has it; absent when the host keeps it. */
  readonly machine?: string;
  /** Where it sits in the host of whoever has it; absent for bare metal, and when the host keeps it. */
  readonly location?: PciLocation;
  readonly passthrough: "mapping" | "raw-id";
  readonly pcie: boolean;
}

/** A Linux container beside the cluster. */
export interface Container {
  readonly name: string;
  /** What it was called before. */
  readonly formerNames?: readonly string[];
  readonly host: string;
  readonly vmId: number;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly datastore: string;
  readonly bridge: string;
  readonly vlan?: number;
  readonly macAddress: string;
  readonly address: string;
  readonly template: { readonly url: string; readonly type: string };
  readonly unprivileged: boolean;
  readonly startupOrder?: number;
  readonly protection: boolean;
  /** Files of the host through which it reaches its cards. */
  readonly deviceNodes: readonly DeviceNode[];
}

/** What a host is in Proxmox. */
export interface ProxmoxNode {
  readonly nodeName: string;
  readonly datastore: string;
  readonly imageDatastore: string;
  readonly bridge: string;
}

/** A physical server that carries machines. */
export interface Host {
  readonly name: string;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly reservedMemoryBytes: number;
  /** What the pods of all machines on it may request together. */
  readonly allocatable: { readonly cpuMilli: number; readonly memoryBytes: number };
  readonly proxmox?: ProxmoxNode;
}

/** The Proxmox installation that carries the hosts. */
export interface ProxmoxCluster {
  readonly endpoint: string;
  readonly version: string;
  readonly authentication: "api-token" | "root-password";
  /** Any certificate is accepted. */
  readonly insecure: boolean;
}

/** The hardware of one cluster, validated. */
export interface HardwareProfile {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly kubernetesVersion: string;
  readonly operatingSystem: OperatingSystem;
  /** Whether control planes take ordinary workloads too. */
  readonly allowSchedulingOnControlPlanes: boolean;
  readonly network?: ClusterNetwork;
  readonly proxmox?: ProxmoxCluster;
  readonly hosts: readonly Host[];
  readonly cards: readonly Card[];
  readonly machines: readonly Machine[];
  /** Rented servers that come in a number; their machines are among `machines`. */
  readonly fleets: readonly Fleet[];
  readonly containers: readonly Container[];
}
