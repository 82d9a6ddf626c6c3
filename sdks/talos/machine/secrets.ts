import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";
import type { output } from "../types";

export interface SecretsArgs {
  /**
   * Version of Talos whose secrets are generated, such as `v1.12`. Lowering it replaces the resource and with it every
   * key of the cluster. Default: the provider's own.
   */
  readonly talosVersion?: pulumi.Input<string>;
}

/**
 * The keys and tokens of a cluster. Creating it makes new ones; importing it, with the path of a secrets bundle as the
 * id, adopts those of a cluster that exists.
 */
export class Secrets extends pulumi.CustomResource {
  declare readonly machineSecrets: pulumi.Output<output.machine.MachineSecrets>;
  declare readonly clientConfiguration: pulumi.Output<output.machine.ClientConfiguration>;
  declare readonly talosVersion: pulumi.Output<string>;

  constructor(name: string, args: SecretsArgs = {}, options: pulumi.CustomResourceOptions = {}) {
    super(
      "talos:machine/secrets:Secrets",
      name,
      { talosVersion: args.talosVersion, machineSecrets: undefined, clientConfiguration: undefined },
      resourceOptions(options, ["machineSecrets", "clientConfiguration"]),
    );
  }
}
