import { hardware } from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { UsbDevice } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";

export interface UsbMappingArgs {
  readonly usb: UsbDevice;
  /** The host's name in Proxmox. */
  readonly nodeName: string;
}

/** Says where something is plugged in, under a name that an API token may pass through. */
export class UsbMapping extends pulumi.ComponentResource {
  /** Name of the mapping, for a machine's `usbs`. Known once the mapping exists. */
  readonly mapping: pulumi.Output<string>;

  constructor(name: string, { usb, nodeName }: UsbMappingArgs, options?: pulumi.ComponentResourceOptions) {
    super("berth:hosts:UsbMapping", name, {}, options);
    const mapping = new hardware.mapping.Usb(
      `${name}-usb`,
      { name: usb.device, maps: [{ node: nodeName, id: usb.id, ...(usb.path === undefined ? {} : { path: usb.path }) }] },
      childOptions(this, options),
    );
    this.mapping = mapping.name;
    this.registerOutputs({ mapping: this.mapping });
  }
}
