import * as pulumi from "@pulumi/pulumi";
import { machine as talos } from "@pulumiverse/talos";
import { addressOf } from "../../infra/hardware/address";
import type { Machine } from "../../infra/hardware/machine";
import { childOptions } from "../child-options";
import type { TalosDocument } from "./patches/document";

/** How a change of configuration takes effect; `auto` and `reboot` may reboot the machine in the middle of an `up`. */
export type ApplyMode = "auto" | "reboot" | "no_reboot" | "staged" | "staged_if_needing_reboot";

export interface TalosNodeConfigurationArgs {
  readonly machine: Machine;
  /** The generated configuration of the machine's role. */
  readonly machineConfiguration: pulumi.Input<string>;
  readonly clientConfiguration: talos.ConfigurationApplyArgs["clientConfiguration"];
  /** Documents of the user's own, as YAML or JSON, merged before Berth's: what Berth sets, wins. Default: none. */
  readonly documents?: readonly pulumi.Input<string>[];
  /** What Berth sets, in the order in which it is merged. */
  readonly patches: readonly pulumi.Input<TalosDocument>[];
  /**
   * How a change takes effect. Default `staged_if_needing_reboot`: labels, taints and whatever else Talos can change
   * at once is changed at once; what needs a reboot waits for the next one, which is the user's to choose. Talos' own
   * default would reboot machines in the middle of an `up`. A machine that waits for its first configuration is given
   * it at once: the provider falls back to `auto` where it cannot ask.
   */
  readonly applyMode?: ApplyMode;
  readonly transform?: { readonly apply?: (args: talos.ConfigurationApplyArgs) => talos.ConfigurationApplyArgs };
}

/** One machine's Talos configuration, sent to its own address. */
export class TalosNodeConfiguration extends pulumi.ComponentResource {
  /** The node's name, known once the configuration is applied. */
  readonly nodeName: pulumi.Output<string>;

  constructor(name: string, args: TalosNodeConfigurationArgs, options?: pulumi.ComponentResourceOptions) {
    const { machine, transform } = args;
    const applyArgs: talos.ConfigurationApplyArgs = {
      node: addressOf(machine),
      clientConfiguration: args.clientConfiguration,
      machineConfigurationInput: args.machineConfiguration,
      configPatches: [...(args.documents ?? []), ...args.patches.map((patch) => pulumi.jsonStringify(patch))],
      applyMode: args.applyMode ?? "staged_if_needing_reboot",
    };

    super("berth:os:TalosNodeConfiguration", name, {}, options);
    const apply = new talos.ConfigurationApply(`${name}-apply`, transform?.apply?.(applyArgs) ?? applyArgs, childOptions(this, options));
    this.nodeName = apply.id.apply(() => machine.name);
    this.registerOutputs({ nodeName: this.nodeName });
  }
}
