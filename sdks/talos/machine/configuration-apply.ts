import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";
import type { ApplyMode, ClientConfiguration, ClientConfigurationArgs, OnDestroy, Timeouts } from "../types";

export interface ConfigurationApplyArgs {
  readonly clientConfiguration: pulumi.Input<ClientConfigurationArgs>;
  /** The whole machine configuration, as generated. */
  readonly machineConfigurationInput: pulumi.Input<string>;
  /** Address of the machine. Never a virtual IP. */
  readonly node: pulumi.Input<string>;
  /** Address of the Talos API that forwards to the machine. Default: the machine itself. */
  readonly endpoint?: pulumi.Input<string>;
  /** Strategic-merge documents, as YAML or JSON. JSON patches (RFC 6902) are refused by multi-document configurations. */
  readonly configPatches?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Default `auto`. */
  readonly applyMode?: pulumi.Input<ApplyMode>;
  readonly onDestroy?: pulumi.Input<OnDestroy>;
  /** Default ten minutes each. */
  readonly timeouts?: pulumi.Input<Timeouts>;
}

/** A machine's configuration, sent to its Talos API. */
export class ConfigurationApply extends pulumi.CustomResource {
  declare readonly node: pulumi.Output<string>;
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly clientConfiguration: pulumi.Output<ClientConfiguration>;
  declare readonly applyMode: pulumi.Output<ApplyMode>;
  declare readonly resolvedApplyMode: pulumi.Output<ApplyMode>;
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
