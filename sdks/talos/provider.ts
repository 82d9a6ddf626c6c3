import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "./plugin";

export interface ProviderArgs {
  /** Default `https://factory.talos.dev`. */
  readonly imageFactoryUrl?: pulumi.Input<string>;
}

/** An explicit instance of the Talos provider. It holds no credentials: each resource carries its own. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, options: pulumi.ResourceOptions = {}) {
    super("talos", name, { imageFactoryUrl: args.imageFactoryUrl }, resourceOptions(options));
  }
}
