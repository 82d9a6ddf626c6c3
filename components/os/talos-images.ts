import * as pulumi from "@pulumi/pulumi";
import { imagefactory } from "@pulumiverse/talos";
import { createHash } from "node:crypto";
import type { HardwareProfile, Machine } from "../../infra/hardware/machine";
import { imageFactory, installerImage, schematicText } from "../../infra/talos/schematic";
import { childOptions } from "../child-options";
import { requireGpuDrivers } from "./gpu-drivers";
import { talosVersionOf } from "./talos-version";

export interface TalosImagesArgs {
  readonly hardware: Pick<HardwareProfile, "machines" | "operatingSystem">;
}

/** The images of one machine: Talos with the extensions that its row and its cards ask for. */
export interface TalosImage {
  /** The factory's name for the set of extensions: 64 hexadecimal digits. */
  readonly schematicId: pulumi.Output<string>;
  /** Image that installs and upgrades the machine, for `machine.install.image` and `talosctl upgrade`. */
  readonly installer: pulumi.Output<string>;
  /** URL of a disk with Talos already on it, uncompressed (qcow2), for a virtual machine to boot from. */
  readonly diskImage: pulumi.Output<string>;
}

/**
 * What the image factory builds for a cluster: one schematic for each distinct set of extensions. The addresses follow
 * from the schematic's id, so that a preview asks nobody; registering a schematic needs the network.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/learn-more/image-factory
 */
export class TalosImages extends pulumi.ComponentResource {
  private readonly images: ReadonlyMap<string, TalosImage>;

  constructor(name: string, { hardware }: TalosImagesArgs, options?: pulumi.ComponentResourceOptions) {
    const version = talosVersionOf(hardware);
    requireGpuDrivers(hardware.machines);

    super("berth:os:TalosImages", name, {}, options);
    const schematics = new Map<string, imagefactory.Schematic>();
    const images = new Map<string, TalosImage>();
    for (const machine of hardware.machines) {
      const text = schematicText(machine.extensions);
      const schematic =
        schematics.get(text) ?? new imagefactory.Schematic(`${name}-${digest(text)}`, { schematic: text }, childOptions(this, options));
      schematics.set(text, schematic);
      images.set(machine.name, imageOf(schematic.id, platformOf(machine), version));
    }
    this.images = images;
    this.registerOutputs({});
  }

  /** The images of a machine of the cluster. */
  of(machine: string): TalosImage {
    const image = this.images.get(machine);
    if (image === undefined) {
      throw new Error(`there is no image for ${machine}: it is no machine of the cluster`);
    }
    return image;
  }
}

/** The platform that a machine's image is for: Proxmox hands a virtual machine its first address as cloud-init does. */
export function platformOf({ vm }: Pick<Machine, "vm">): "metal" | "nocloud" {
  return vm === undefined ? "metal" : "nocloud";
}

function imageOf(schematicId: pulumi.Output<string>, platform: string, version: string): TalosImage {
  return {
    schematicId,
    installer: schematicId.apply((id) => installerImage(platform, id, version)),
    diskImage: pulumi.interpolate`https://${imageFactory}/image/${schematicId}/${version}/${platform}-amd64.qcow2`,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
