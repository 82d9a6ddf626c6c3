import * as pulumi from "@pulumi/pulumi";
import { plugin } from "../plugin";
import type { ClientConfigurationArgs } from "../types";

export interface GetConfigurationArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly clientConfiguration: pulumi.Input<ClientConfigurationArgs>;
  /** Addresses of control-plane machines. Never the virtual IP. */
  readonly endpoints?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Machines that commands go to when none is named. */
  readonly nodes?: pulumi.Input<readonly pulumi.Input<string>[]>;
}

export interface GetConfigurationResult {
  readonly id: string;
  /** A talosconfig for talosctl. Secret. */
  readonly talosConfig: string;
}

/** Renders a talosconfig. */
export function getConfigurationOutput(
  args: GetConfigurationArgs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetConfigurationResult> {
  return pulumi.secret(
    pulumi.runtime.invokeOutput<GetConfigurationResult>(
      "talos:client/getConfiguration:getConfiguration",
      { ...args },
      { ...plugin, ...options },
    ),
  );
}
