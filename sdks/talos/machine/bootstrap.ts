import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";
import type { ClientConfiguration, ClientConfigurationArgs, Timeouts } from "../types";

export interface BootstrapArgs {
  readonly clientConfiguration: pulumi.Input<ClientConfigurationArgs>;
  /** Address of one control-plane machine. Never a virtual IP. */
  readonly node: pulumi.Input<string>;
  readonly endpoint?: pulumi.Input<string>;
  readonly timeouts?: pulumi.Input<Pick<Timeouts, "create">>;
}

/** Starts etcd on a new cluster's first control-plane machine: exactly one per cluster. */
export class Bootstrap extends pulumi.CustomResource {
  declare readonly node: pulumi.Output<string>;
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly clientConfiguration: pulumi.Output<ClientConfiguration>;

  constructor(name: string, args: BootstrapArgs, options: pulumi.CustomResourceOptions = {}) {
    super(
      "talos:machine/bootstrap:Bootstrap",
      name,
      { ...args, clientConfiguration: pulumi.secret(args.clientConfiguration) },
      resourceOptions(options, ["clientConfiguration"]),
    );
  }
}
