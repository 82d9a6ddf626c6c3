import * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { input, output } from "../types";

export interface GetConfigurationArgs {
  readonly clusterName: string;
  /** URL of the Kubernetes API, with scheme and port. */
  readonly clusterEndpoint: string;
  /** `controlplane` or `worker`. */
  readonly machineType: string;
  readonly machineSecrets: output.machine.MachineSecrets;
  /** Version of Talos that the configuration is for. Default: the provider's own. */
  readonly talosVersion?: string;
  /** Default: the provider's own. */
  readonly kubernetesVersion?: string;
  /** Strategic-merge documents, as YAML or JSON. */
  readonly configPatches?: string[];
  /** Documentation comments in the result. Default false. */
  readonly docs?: boolean;
  /** Commented-out examples in the result. Default false. */
  readonly examples?: boolean;
}

export interface GetConfigurationOutputArgs {
  readonly clusterName: pulumi.Input<string>;
  /** URL of the Kubernetes API, with scheme and port. */
  readonly clusterEndpoint: pulumi.Input<string>;
  /** `controlplane` or `worker`. */
  readonly machineType: pulumi.Input<string>;
  readonly machineSecrets: pulumi.Input<input.machine.MachineSecretsArgs>;
  /** Version of Talos that the configuration is for. Default: the provider's own. */
  readonly talosVersion?: pulumi.Input<string>;
  /** Default: the provider's own. */
  readonly kubernetesVersion?: pulumi.Input<string>;
  /** Strategic-merge documents, as YAML or JSON. */
  readonly configPatches?: pulumi.Input<pulumi.Input<string>[]>;
  /** Documentation comments in the result. Default false. */
  readonly docs?: pulumi.Input<boolean>;
  /** Commented-out examples in the result. Default false. */
  readonly examples?: pulumi.Input<boolean>;
}

export interface GetConfigurationResult {
  readonly id: string;
  readonly clusterName: string;
  readonly clusterEndpoint: string;
  readonly machineType: string;
  readonly machineSecrets: output.machine.MachineSecrets;
  readonly talosVersion?: string;
  readonly kubernetesVersion?: string;
  readonly configPatches?: string[];
  readonly docs?: boolean;
  readonly examples?: boolean;
  readonly machineConfiguration: string;
}

const token = "talos:machine/getConfiguration:getConfiguration";

/** Generates the machine configuration of one kind of machine: a secret, it holds the cluster's keys. */
export async function getConfiguration(args: GetConfigurationArgs, options: pulumi.InvokeOptions = {}): Promise<GetConfigurationResult> {
  return invoke(token, args, options);
}

/** Generates the machine configuration of one kind of machine: a secret, it holds the cluster's keys. */
export function getConfigurationOutput(
  args: GetConfigurationOutputArgs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetConfigurationResult> {
  return pulumi.secret(invokeOutput<GetConfigurationResult>(token, args, options));
}
