import * as pulumi from "@pulumi/pulumi";
import { machine as talos } from "@pulumiverse/talos";
import type { Machine } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";
import { talosNodePatches } from "./talos-node-patches";

/** How a change of configuration takes effect; `auto` and `reboot` may reboot the machine in the middle of an `up`. */
export type ApplyMode = "auto" | "reboot" | "no_reboot" | "staged" | "staged_if_needing_reboot";

export interface TalosNodeConfigurationArgs {
  readonly machine: Machine;
  /** URL of the Kubernetes API. */
  readonly clusterEndpoint: string;
  /** The generated configuration of the machine's role. */
  readonly machineConfiguration: pulumi.Input<string>;
  readonly clientConfiguration: talos.ConfigurationApplyArgs["clientConfiguration"];
  /** Documents of the user's own, as YAML or JSON, merged before Berth's: what Berth sets, wins. Default: none. */
  readonly documents?: readonly string[];
  /**
   * How a change takes effect. Default `staged_if_needing_reboot`: labels, taints and whatever else Talos can change
   * at once is changed at once; what needs a reboot waits for the next one, which is the user's to choose. Talos' own
   * default would reboot machines in the middle of an `up`.
   */
  readonly applyMode?: ApplyMode;
  readonly transform?: { readonly apply?: (args: talos.ConfigurationApplyArgs) => talos.ConfigurationApplyArgs };
}

/** One machine's Talos configuration: name, labels and taints as its row in the hardware table says. */
export class TalosNodeConfiguration extends pulumi.ComponentResource {
  /** The node's name, known once the configuration is applied. */
  readonly nodeName: pulumi.Output<string>;

  constructor(name: string, args: TalosNodeConfigurationArgs, options?: pulumi.ComponentResourceOptions) {
    const { machine, transform } = args;
    const patches = talosNodePatches(machine, args.clusterEndpoint);
    const applyArgs: talos.ConfigurationApplyArgs = {
      node: machine.address,
      clientConfiguration: args.clientConfiguration,
      machineConfigurationInput: args.machineConfiguration,
      configPatches: [...(args.documents ?? []), ...patches.map((patch) => JSON.stringify(patch))],
      applyMode: args.applyMode ?? "staged_if_needing_reboot",
    };

    super("berth:os:TalosNodeConfiguration", name, {}, options);
    const apply = new talos.ConfigurationApply(`${name}-apply`, transform?.apply?.(applyArgs) ?? applyArgs, childOptions(this, options));
    this.nodeName = apply.id.apply(() => machine.name);
    this.registerOutputs({ nodeName: this.nodeName });
  }
}
