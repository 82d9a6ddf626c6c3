import { type Properties } from "../properties";
import { type PciDeviceView, type VirtualMachineView } from "../virtual-machine-view";
import { readable, type ResourceSnapshot } from "./resource";

/** Guests of Proxmox in bpg's provider; its newer `Vm` has neither cards nor networks yet. */
const guests: Readonly<Record<string, VirtualMachineView["guest"]>> = {
  "proxmoxve:index/vmLegacy:VmLegacy": "machine",
  "proxmoxve:index/containerLegacy:ContainerLegacy": "container",
  // Before version 8 of the provider.
  "proxmoxve:VM/virtualMachine:VirtualMachine": "machine",
  "proxmoxve:CT/container:Container": "container",
};

/** Whether resources of the type are guests of Proxmox. */
export function isGuestType(type: string): boolean {
  return Object.hasOwn(guests, type);
}

/** A guest of Proxmox, or undefined when the resource is none. A template runs nowhere: it is none either. */
export function virtualMachineView(resource: ResourceSnapshot, properties: Properties): VirtualMachineView | undefined {
  const guest = guests[resource.type];
  return guest === undefined || properties.at("template").isTrue() ? undefined : new Guest(resource, guest, properties);
}

class Guest implements VirtualMachineView {
  readonly type = "virtual-machine";
  readonly urn: string;
  readonly label: string;

  constructor(
    private readonly resource: ResourceSnapshot,
    readonly guest: VirtualMachineView["guest"],
    private readonly properties: Properties,
  ) {
    this.urn = resource.urn;
    const kind = guest === "machine" ? "Virtual machine" : "Container";
    this.label = `${kind} ${readable(() => this.id, `of resource ${resource.name}`)}`;
  }

  get id(): string {
    return `${this.namespace}/${this.name}`;
  }

  get namespace(): string {
    return this.properties.at("nodeName").text() ?? "-";
  }

  get name(): string {
    return this.properties.at("name").text() ?? this.properties.at("initialization", "hostname").text() ?? this.resource.name;
  }

  get vmId(): number | undefined {
    return this.properties.at("vmId").number();
  }

  get macAddresses(): readonly string[] {
    return [...this.properties.at("networkDevices").list(), ...this.properties.at("networkInterfaces").list()].flatMap(
      (device) => device.at("macAddress").text()?.toUpperCase() ?? [],
    );
  }

  get addresses(): readonly string[] {
    return this.properties
      .at("initialization", "ipConfigs")
      .list()
      .flatMap((config) => config.at("ipv4", "address").text() ?? [])
      .filter((address) => address !== "dhcp")
      .map((address) => address.replace(/\/\d+$/, ""));
  }

  get memoryMiB(): number {
    // What the provider gives a guest that says nothing.
    return this.properties.at("memory", "dedicated").number() ?? 512;
  }

  get minimumMemoryMiB(): number | undefined {
    const floating = this.properties.at("memory", "floating").number() ?? 0;
    return this.guest === "machine" && floating > 0 ? floating : undefined;
  }

  get chipset(): string | undefined {
    return this.properties.at("machine").text();
  }

  get pciDevices(): readonly PciDeviceView[] {
    return this.properties
      .at("hostpcis")
      .list()
      .map((device, index) => ({
        slot: device.at("device").text() ?? `hostpci${index}`,
        mapping: device.at("mapping").text(),
        address: device.at("id").text(),
        pcie: device.at("pcie").isTrue(),
      }));
  }
}
