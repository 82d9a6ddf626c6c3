import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";

export interface SchematicArgs {
  /** As YAML. Default: Talos without additions. */
  readonly schematic?: pulumi.Input<string>;
}

/** What the images of a machine contain, registered with the image factory. Its resource id is the schematic's id. */
export class Schematic extends pulumi.CustomResource {
  declare readonly schematic: pulumi.Output<string | undefined>;

  constructor(name: string, args: SchematicArgs = {}, options: pulumi.CustomResourceOptions = {}) {
    super("talos:imageFactory/schematic:Schematic", name, { schematic: args.schematic }, resourceOptions(options, []));
  }
}
