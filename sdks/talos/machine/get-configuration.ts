import * as pulumi from "@pulumi/pulumi";
import { plugin } from "../plugin";
import type { MachineSecrets, MachineType } from "../types";

export interface GetConfigurationArgs {
  readonly clusterName: pulumi.Input<string>;
  /** URL of the Kubernetes API, with scheme and port. */
  readonly clusterEndpoint: pulumi.Input<string>;
  readonly machineType: pulumi.Input<MachineType>;
  readonly machineSecrets: pulumi.Input<MachineSecrets>;
  /** Version of Talos that the configuration is for. Default: the provider's own. */
  readonly talosVersion?: pulumi.Input<string>;
  /** Default: the provider's own. */
  readonly kubernetesVersion?: pulumi.Input<string>;
  /** Strategic-merge documents, as YAML or JSON. */
  readonly configPatches?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Documentation comments in the result. Default false. */
  readonly docs?: pulumi.Input<boolean>;
  /** Commented-out examples in the result. Default false. */
  readonly examples?: pulumi.Input<boolean>;
}

export interface GetConfigurationResult {
  readonly id: string;
  /** Secret: it holds the cluster's keys. */
  readonly machineConfiguration: string;
}

/** Generates the machine configuration of one kind of machine. */
export function getConfigurationOutput(
  args: GetConfigurationArgs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetConfigurationResult> {
  return pulumi.secret(
    pulumi.runtime.invokeOutput<GetConfigurationResult>(
      "talos:machine/getConfiguration:getConfiguration",
      { ...args },
      { ...plugin, ...options },
    ),
  );
}
