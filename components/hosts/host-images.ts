import type * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import type { Container, Machine, ProxmoxNode } from "../../infra/hardware/machine";
import type { OperatingSystem } from "../../infra/hardware/schema";
import { HostImage, type HostImageArgs } from "./host-image";

/** Each image once on each host that needs it, whatever number of machines are made from it. */
export class HostImages {
  private readonly images = new Map<string, HostImage>();

  constructor(
    private readonly name: string,
    private readonly options: pulumi.ComponentResourceOptions,
  ) {}

  /** The disk image of a machine. Machines of one version with the same extensions share it. */
  disk(node: ProxmoxNode, { extensions }: Machine, { kind, version }: OperatingSystem, url: pulumi.Input<string>): pulumi.Output<string> {
    const flavour = createHash("sha256").update(extensions.join(" ")).digest("hex").slice(0, 8);
    return this.image({ node, url, fileName: `${kind}-${version.replace("+", "-")}-${flavour}.qcow2`, contentType: "import" });
  }

  /** The template of a container. */
  template(node: ProxmoxNode, { template }: Container): pulumi.Output<string> {
    return this.image({ node, url: template.url, fileName: new URL(template.url).pathname.split("/").at(-1) ?? "", contentType: "vztmpl" });
  }

  private image(args: HostImageArgs): pulumi.Output<string> {
    const name = `${this.name}-${args.node.nodeName}-${args.fileName}`;
    const image = this.images.get(name) ?? new HostImage(name, args, this.options);
    this.images.set(name, image);
    return image.fileId;
  }
}
