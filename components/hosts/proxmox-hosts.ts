import type * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Card, HardwareProfile, Machine } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";
import { aliasesOf } from "../former-names";
import { Container } from "./container";
import { HighAvailability } from "./high-availability";
import { HostImages } from "./host-images";
import { PciMapping } from "./pci-mapping";
import { type ProxmoxCredentials, proxmoxProvider } from "./proxmox-credentials";
import { UsbMapping } from "./usb-mapping";
import { type PassedThrough, VirtualMachine } from "./virtual-machine";

export interface ProxmoxHostsArgs {
  readonly hardware: HardwareProfile;
  readonly credentials: ProxmoxCredentials;
  /** URL of the disk image of a machine, by its name: uncompressed, of the `nocloud` platform. */
  readonly diskImageOf: (machine: string) => pulumi.Input<string>;
  /** Public SSH keys of root in containers. Default: none. */
  readonly sshKeys?: readonly string[];
  readonly transform?: {
    readonly vm?: (args: proxmox.VmLegacyArgs, machine: Machine) => proxmox.VmLegacyArgs;
    readonly container?: (args: proxmox.ContainerLegacyArgs) => proxmox.ContainerLegacyArgs;
  };
}

/**
 * All that the hardware table says about Proxmox: images on the hosts that need them, mappings of the cards and devices
 * that machines have, the machines themselves, containers, and what is restarted elsewhere.
 *
 * Give it as `dependsOn` to what configures the machines.
 */
export class ProxmoxHosts extends pulumi.ComponentResource {
  /** The virtual machines by name, each known once it runs. */
  readonly virtualMachines: ReadonlyMap<string, VirtualMachine>;

  constructor(name: string, args: ProxmoxHostsArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, sshKeys } = args;
    if (hardware.proxmox === undefined) {
      throw new UserError("there is no Proxmox to create machines on", [
        { path: "hardware.cluster.proxmox", message: "is missing", fix: 'give it an endpoint: "https://…:8006"' },
      ]);
    }

    super("berth:hosts:ProxmoxHosts", name, {}, options);
    const provider = proxmoxProvider(this, `${name}-proxmox`, hardware.proxmox, args.credentials);
    const child = { ...childOptions(this, options), providers: [provider] };
    const nodes = new Map(hardware.hosts.flatMap((host) => (host.proxmox === undefined ? [] : [[host.name, host.proxmox] as const])));
    const images = new HostImages(name, child);

    const virtualMachines = new Map<string, VirtualMachine>();
    for (const machine of holdersOfHardwareLast(hardware.machines)) {
      const node = nodes.get(machine.host ?? "");
      if (machine.vm === undefined || node === undefined) {
        continue;
      }
      // Whoever gives a card up does so before another machine starts with it.
      const before = holdsHardware(machine)
        ? hardware.machines
            .filter((other) => other.host === machine.host && !holdsHardware(other))
            .flatMap(({ name: other }) => virtualMachines.get(other) ?? [])
        : [];
      virtualMachines.set(
        machine.name,
        new VirtualMachine(
          `${name}-${machine.name}`,
          {
            machine,
            clusterName: hardware.clusterName,
            nodeName: node.nodeName,
            imageFileId: images.disk(node, machine, hardware.operatingSystem, args.diskImageOf(machine.name)),
            cards: hardware.cards
              .filter((card) => card.machine === machine.name)
              .map((card) => passThrough(`${name}-${card.name}`, card, node.nodeName, child)),
            usbMappings: machine.vm.usb.map(
              (usb) => new UsbMapping(`${name}-${usb.device}`, { usb, nodeName: node.nodeName }, child).mapping,
            ),
            ...(hardware.network === undefined ? {} : { network: hardware.network }),
            transform: { vm: (vm) => args.transform?.vm?.(vm, machine) ?? vm },
          },
          {
            ...child,
            ...(before.length === 0 ? {} : { dependsOn: before }),
            aliases: aliasesOf(name, machine.formerNames),
          },
        ),
      );
    }
    this.virtualMachines = virtualMachines;
    for (const container of hardware.containers) {
      const node = nodes.get(container.host);
      if (node !== undefined) {
        new Container(
          `${name}-${container.name}`,
          {
            container,
            nodeName: node.nodeName,
            templateFileId: images.template(node, container),
            ...(hardware.network === undefined ? {} : { network: hardware.network }),
            ...(sshKeys === undefined ? {} : { sshKeys }),
            ...(args.transform?.container === undefined ? {} : { transform: { container: args.transform.container } }),
          },
          { ...child, aliases: aliasesOf(name, container.formerNames) },
        );
      }
    }
    if (hardware.machines.some(({ vm }) => vm?.highAvailability !== undefined)) {
      new HighAvailability(
        `${name}-ha`,
        { clusterName: hardware.clusterName, machines: hardware.machines },
        { ...child, dependsOn: [...this.virtualMachines.values()] },
      );
    }
    this.registerOutputs({});
  }
}

/** Whether a part of the host is the machine's alone. */
function holdsHardware({ cards, vm }: Machine): boolean {
  return cards.length > 0 || (vm?.usb.length ?? 0) > 0;
}

function holdersOfHardwareLast(machines: readonly Machine[]): readonly Machine[] {
  return [...machines.filter((machine) => !holdsHardware(machine)), ...machines.filter(holdsHardware)];
}

/** The table allows the bare address to root alone. */
function passThrough(name: string, card: Card, nodeName: string, options: pulumi.ComponentResourceOptions): PassedThrough {
  return card.passthrough === "raw-id" && card.location !== undefined
    ? { pcie: card.pcie, id: card.location.path }
    : { pcie: card.pcie, mapping: new PciMapping(name, { card, nodeName }, options).mapping };
}
