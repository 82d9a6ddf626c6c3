import * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { input, output } from "../types";

export interface GetConfigurationArgs {
  readonly clusterName: string;
  readonly clientConfiguration: output.machine.ClientConfiguration;
  /** Addresses of control-plane machines. Never the virtual IP. */
  readonly endpoints?: string[];
  /** Machines that commands go to when none is named. */
  readonly nodes?: string[];
}

export interface GetConfigurationOutputArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly clientConfiguration: pulumi.Input<input.machine.ClientConfigurationArgs>;
  /** Addresses of control-plane machines. Never the virtual IP. */
  readonly endpoints?: pulumi.Input<pulumi.Input<string>[]>;
  /** Machines that commands go to when none is named. */
  readonly nodes?: pulumi.Input<pulumi.Input<string>[]>;
}

export interface GetConfigurationResult {
  readonly id: string;
  readonly clusterName: string;
  readonly clientConfiguration: output.machine.ClientConfiguration;
  readonly endpoints?: string[];
  readonly nodes?: string[];
  readonly talosConfig: string;
}

const token = "talos:client/getConfiguration:getConfiguration";

/** Renders a talosconfig for talosctl: a secret. */
export async function getConfiguration(args: GetConfigurationArgs, options: pulumi.InvokeOptions = {}): Promise<GetConfigurationResult> {
  return invoke(token, args, options);
}

/** Renders a talosconfig for talosctl: a secret. */
export function getConfigurationOutput(
  args: GetConfigurationOutputArgs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetConfigurationResult> {
  return pulumi.secret(invokeOutput<GetConfigurationResult>(token, args, options));
}
