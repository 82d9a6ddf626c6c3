import { type SubjectIdentity } from "./cluster";

/** A guest of a Proxmox host: a virtual machine, or a container. Its namespace is the host. */
export interface VirtualMachineView extends SubjectIdentity {
  readonly type: "virtual-machine";
  readonly guest: "machine" | "container";
  /** Undefined: Proxmox chooses one that is free. */
  readonly vmId: number | undefined;
  /** In capitals. */
  readonly macAddresses: readonly string[];
  /** IPv4, without the prefix. */
  readonly addresses: readonly string[];
  /** Memory that it is given. */
  readonly memoryMiB: number;
  /** There with ballooning: what it may be left with. */
  readonly minimumMemoryMiB: number | undefined;
  /** Proxmox' text: `q35`, `pc`, `pc-q35-9.2+pve1`; undefined: `pc`. */
  readonly chipset: string | undefined;
  readonly pciDevices: readonly PciDeviceView[];
}

/** A device of the host that a guest is given. */
export interface PciDeviceView {
  /** `hostpci0`. */
  readonly slot: string;
  /** Name of a mapping of the Proxmox cluster. */
  readonly mapping: string | undefined;
  /** Address on the host: `0000:06:00.0`. */
  readonly address: string | undefined;
  readonly pcie: boolean;
}
