import { hardware } from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Card } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";

export interface PciMappingArgs {
  /** A card that a machine has, with its place in that machine's host. */
  readonly card: Card;
  /** The host's name in Proxmox. */
  readonly nodeName: string;
}

/**
 * Says where a card sits, under a name that an API token may pass through. Proxmox compares what stands here with the
 * device that it finds, and starts no machine with another one.
 *
 * The group and the subsystem are left out where the table does not know them; Proxmox then marks the mapping as
 * incomplete in its web interface.
 */
export class PciMapping extends pulumi.ComponentResource {
  /** Name of the mapping, for a machine's `hostpcis`. Known once the mapping exists. */
  readonly mapping: pulumi.Output<string>;

  constructor(name: string, { card, nodeName }: PciMappingArgs, options?: pulumi.ComponentResourceOptions) {
    if (card.location === undefined) {
      throw new UserError(`card "${card.name}" cannot be mapped`, [
        { path: `cards[${card.name}].at`, message: "has no place in the host of whoever has it", fix: "give the PCI address (lspci -D)" },
      ]);
    }
    const { path, iommuGroup } = card.location;

    super("berth:hosts:PciMapping", name, {}, options);
    const mapping = new hardware.mapping.Pci(
      `${name}-pci`,
      {
        name: card.name,
        comment: `${card.gpu.vendor} ${card.gpu.model}`,
        maps: [
          {
            node: nodeName,
            path,
            id: card.pciId,
            ...(card.subsystemId === undefined ? {} : { subsystemId: card.subsystemId }),
            ...(iommuGroup === undefined ? {} : { iommuGroup }),
          },
        ],
      },
      childOptions(this, options),
    );
    this.mapping = mapping.name;
    this.registerOutputs({ mapping: this.mapping });
  }
}
