import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { Container as ContainerSpec } from "../../infra/hardware/machine";
import type { ClusterNetwork } from "../../infra/hardware/network-schema";
import { childOptions } from "../child-options";
import { firstAddressOf } from "./first-address";
import { proxmoxTags } from "./tags";

export interface ContainerArgs {
  readonly container: ContainerSpec;
  /** The host's name in Proxmox. */
  readonly nodeName: string;
  /** The template that it is made from: {@link HostImage.fileId}. */
  readonly templateFileId: pulumi.Input<string>;
  /** Default: it asks DHCP. */
  readonly network?: ClusterNetwork;
  /** Public SSH keys of root in it. Default: none, and the host's console is the only way in. */
  readonly sshKeys?: readonly string[];
  readonly transform?: { readonly container?: (args: proxmox.ContainerLegacyArgs) => proxmox.ContainerLegacyArgs };
}

/**
 * A Linux container with what it reaches of its host's cards. It shares the host's kernel and drivers, so a GPU that no
 * virtual machine can have works in it, for several containers at once.
 *
 * It is no node of the cluster. Talos needs a kernel of its own, and what a kubelet would need in a container (its own
 * AppArmor profile, `/dev/kmsg`, all capabilities) cannot be said through Proxmox' API.
 */
export class Container extends pulumi.ComponentResource {
  /** Known once it runs. */
  readonly vmId: pulumi.Output<number>;

  constructor(name: string, args: ContainerArgs, options?: pulumi.ComponentResourceOptions) {
    const { container, sshKeys = [], transform } = args;
    const containerArgs: proxmox.ContainerLegacyArgs = {
      nodeName: args.nodeName,
      vmId: container.vmId,
      description: `${container.name}. Managed by Berth.`,
      tags: proxmoxTags("berth", "container"),
      unprivileged: container.unprivileged,
      features: { nesting: true },
      operatingSystem: { templateFileId: args.templateFileId, type: container.template.type },
      cpu: { cores: container.cores },
      memory: { dedicated: container.memoryMiB, swap: 0 },
      disk: { datastoreId: container.datastore, size: container.diskGiB },
      networkInterfaces: [
        {
          name: "eth0",
          bridge: container.bridge,
          macAddress: container.macAddress,
          ...(container.vlan === undefined ? {} : { vlanId: container.vlan }),
        },
      ],
      initialization: {
        hostname: container.name,
        ...firstAddressOf(container.address, args.network),
        ...(sshKeys.length === 0 ? {} : { userAccount: { keys: [...sshKeys] } }),
      },
      ...(container.deviceNodes.length === 0 ? {} : { devicePassthroughs: container.deviceNodes.map((node) => ({ ...node })) }),
      startOnBoot: true,
      started: true,
      ...(container.startupOrder === undefined ? {} : { startup: { order: container.startupOrder } }),
      protection: container.protection,
    };

    super("berth:hosts:Container", name, {}, options);
    const created = new proxmox.ContainerLegacy(`${name}-container`, transform?.container?.(containerArgs) ?? containerArgs, {
      ...childOptions(this, options),
      protect: container.protection,
      // A new template does not make a new container: what runs in it is kept up to date from within.
      ignoreChanges: ["operatingSystem.templateFileId"],
      deleteBeforeReplace: true,
    });
    this.vmId = created.vmId;
    this.registerOutputs({ vmId: this.vmId });
  }
}
