import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";
import type { input, output } from "../types";

export interface BootstrapArgs {
  readonly clientConfiguration: pulumi.Input<input.machine.ClientConfigurationArgs>;
  /** Address of one control-plane machine. Never a virtual IP. */
  readonly node: pulumi.Input<string>;
  /** Default: the machine itself. */
  readonly endpoint?: pulumi.Input<string>;
  readonly timeouts?: pulumi.Input<input.machine.BootstrapTimeoutsArgs>;
}

/** Starts etcd on a new cluster's first control-plane machine: exactly one per cluster. */
export class Bootstrap extends pulumi.CustomResource {
  declare readonly node: pulumi.Output<string>;
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly clientConfiguration: pulumi.Output<output.machine.ClientConfiguration>;
  declare readonly timeouts: pulumi.Output<output.machine.BootstrapTimeouts | undefined>;

  constructor(name: string, args: BootstrapArgs, options: pulumi.CustomResourceOptions = {}) {
    super(
      "talos:machine/bootstrap:Bootstrap",
      name,
      {
        ...args,
        clientConfiguration: pulumi.secret(args.clientConfiguration),
      },
      resourceOptions(options, ["clientConfiguration"]),
    );
  }
}
