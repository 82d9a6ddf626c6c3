import { download } from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { ProxmoxNode } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";

export interface HostImageArgs {
  readonly node: ProxmoxNode;
  /**
   * Where the host downloads it from, uncompressed. Proxmox unpacks gz, lzo, zst and bz2 of some kinds and xz of none:
   * of what Talos' image factory builds, take the qcow2.
   */
  readonly url: pulumi.Input<string>;
  /** Name in the host's storage, with the ending of its format. Another image has another name. */
  readonly fileName: string;
  /** `import`: a disk that machines are made from. `vztmpl`: what containers are made from. */
  readonly contentType: "import" | "vztmpl";
}

/** An image in the storage of one host, which downloads it by itself. */
export class HostImage extends pulumi.ComponentResource {
  /** What machines and containers name it by: `local:import/talos.qcow2`. Known once it is downloaded. */
  readonly fileId: pulumi.Output<string>;

  constructor(name: string, { node, url, fileName, contentType }: HostImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("berth:hosts:HostImage", name, {}, options);
    const file = new download.File(
      `${name}-file`,
      {
        nodeName: node.nodeName,
        datastoreId: node.imageDatastore,
        contentType,
        url,
        fileName,
        // What was downloaded stays as it is: the name changes with the content, and the server is not asked again.
        overwrite: false,
        // An `up` that was cut off leaves the file without a record of it.
        overwriteUnmanaged: true,
      },
      childOptions(this, options),
    );
    this.fileId = file.id;
    this.registerOutputs({ fileId: this.fileId });
  }
}
