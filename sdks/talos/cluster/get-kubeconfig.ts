import * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin";
import type { input, output } from "../types";

export interface GetKubeconfigArgs {
  readonly clientConfiguration: output.machine.ClientConfiguration;
  /** Address of a control-plane machine. Never a virtual IP. */
  readonly node: string;
  readonly endpoint?: string;
  /** Does nothing any more. */
  readonly wait?: boolean;
  /** As Go durations. */
  readonly timeouts?: { readonly read?: string };
}

export interface GetKubeconfigOutputArgs {
  readonly clientConfiguration: pulumi.Input<input.machine.ClientConfigurationArgs>;
  /** Address of a control-plane machine. Never a virtual IP. */
  readonly node: pulumi.Input<string>;
  readonly endpoint?: pulumi.Input<string>;
  /** Does nothing any more. */
  readonly wait?: pulumi.Input<boolean>;
  /** As Go durations. */
  readonly timeouts?: pulumi.Input<{ readonly read?: string }>;
}

export interface GetKubeconfigResult {
  readonly id: string;
  readonly clientConfiguration: output.machine.ClientConfiguration;
  readonly node: string;
  readonly endpoint: string;
  readonly wait?: boolean;
  readonly timeouts?: { readonly read?: string };
  readonly kubeconfigRaw: string;
  readonly kubernetesClientConfiguration: output.cluster.KubeconfigKubernetesClientConfiguration;
}

const token = "talos:cluster/getKubeconfig:getKubeconfig";

/** An administrator's kubeconfig. It asks the machine, in a preview too: the resource `Kubeconfig` is preferred. */
export async function getKubeconfig(args: GetKubeconfigArgs, options: pulumi.InvokeOptions = {}): Promise<GetKubeconfigResult> {
  return invoke(token, args, options);
}

/** An administrator's kubeconfig. It asks the machine, in a preview too: the resource `Kubeconfig` is preferred. */
export function getKubeconfigOutput(
  args: GetKubeconfigOutputArgs,
  options: pulumi.InvokeOutputOptions = {},
): pulumi.Output<GetKubeconfigResult> {
  return pulumi.secret(invokeOutput<GetKubeconfigResult>(token, args, options));
}
