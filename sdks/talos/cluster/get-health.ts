import * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { input, output } from "../types";

export interface GetHealthArgs {
  readonly clientConfiguration: output.machine.ClientConfiguration;
  readonly controlPlaneNodes: string[];
  /** Addresses of control-plane machines. Never the virtual IP. */
  readonly endpoints: string[];
  readonly workerNodes?: string[];
  /** Default false. */
  readonly skipKubernetesChecks?: boolean;
  /** As Go durations. */
  readonly timeouts?: { readonly read?: string };
}

export interface GetHealthOutputArgs {
  readonly clientConfiguration: pulumi.Input<input.machine.ClientConfigurationArgs>;
  readonly controlPlaneNodes: pulumi.Input<pulumi.Input<string>[]>;
  /** Addresses of control-plane machines. Never the virtual IP. */
  readonly endpoints: pulumi.Input<pulumi.Input<string>[]>;
  readonly workerNodes?: pulumi.Input<pulumi.Input<string>[]>;
  /** Default false. */
  readonly skipKubernetesChecks?: pulumi.Input<boolean>;
  /** As Go durations. */
  readonly timeouts?: pulumi.Input<{ readonly read?: string }>;
}

export interface GetHealthResult {
  readonly id: string;
  readonly clientConfiguration: output.machine.ClientConfiguration;
  readonly controlPlaneNodes: string[];
  readonly endpoints: string[];
  readonly workerNodes?: string[];
  readonly skipKubernetesChecks?: boolean;
  readonly timeouts?: { readonly read?: string };
}

const token = "talos:cluster/getHealth:getHealth";

/** Waits until the cluster is healthy, in a preview too: without a CNI it never is, unless Kubernetes is left out. */
export async function getHealth(args: GetHealthArgs, options: pulumi.InvokeOptions = {}): Promise<GetHealthResult> {
  return invoke(token, args, options);
}

/** Waits until the cluster is healthy, in a preview too: without a CNI it never is, unless Kubernetes is left out. */
export function getHealthOutput(args: GetHealthOutputArgs, options: pulumi.InvokeOutputOptions = {}): pulumi.Output<GetHealthResult> {
  return pulumi.secret(invokeOutput<GetHealthResult>(token, args, options));
}
