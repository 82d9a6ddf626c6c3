import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";
import type { input, output } from "../types";

export interface ConfigurationApplyArgs {
  readonly clientConfiguration: pulumi.Input<input.machine.ClientConfigurationArgs>;
  /** The whole machine configuration, as generated. */
  readonly machineConfigurationInput: pulumi.Input<string>;
  /** Address of the machine. Never a virtual IP. */
  readonly node: pulumi.Input<string>;
  /** Address of the Talos API that forwards to the machine. Default: the machine itself. */
  readonly endpoint?: pulumi.Input<string>;
  /** Strategic-merge documents, as YAML or JSON. JSON patches (RFC 6902) are refused by multi-document configurations. */
  readonly configPatches?: pulumi.Input<pulumi.Input<string>[]>;
  /** `auto`, which reboots when the change needs it, `reboot`, `no_reboot`, `staged` or `staged_if_needing_reboot`. Default `auto`. */
  readonly applyMode?: pulumi.Input<string>;
  readonly onDestroy?: pulumi.Input<input.machine.ConfigurationApplyOnDestroyArgs>;
  /** Default ten minutes each. */
  readonly timeouts?: pulumi.Input<input.machine.TimeoutArgs>;
}

/** A machine's configuration, sent to its Talos API. */
export class ConfigurationApply extends pulumi.CustomResource {
  declare readonly node: pulumi.Output<string>;
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly clientConfiguration: pulumi.Output<output.machine.ClientConfiguration>;
  declare readonly machineConfigurationInput: pulumi.Output<string>;
  declare readonly configPatches: pulumi.Output<string[] | undefined>;
  declare readonly applyMode: pulumi.Output<string>;
  declare readonly resolvedApplyMode: pulumi.Output<string>;
  declare readonly onDestroy: pulumi.Output<output.machine.ConfigurationApplyOnDestroy | undefined>;
  declare readonly timeouts: pulumi.Output<output.machine.Timeout | undefined>;
  /** The configuration with the patches applied. */
  declare readonly machineConfiguration: pulumi.Output<string>;

  constructor(name: string, args: ConfigurationApplyArgs, options: pulumi.CustomResourceOptions = {}) {
    super(
      "talos:machine/configurationApply:ConfigurationApply",
      name,
      {
        ...args,
        clientConfiguration: pulumi.secret(args.clientConfiguration),
        machineConfigurationInput: pulumi.secret(args.machineConfigurationInput),
        machineConfiguration: undefined,
        resolvedApplyMode: undefined,
      },
      resourceOptions(options, ["machineConfiguration", "machineConfigurationInput", "clientConfiguration"]),
    );
  }
}
