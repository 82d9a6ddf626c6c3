import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";
import type { input, output } from "../types";

export interface KubeconfigArgs {
  readonly clientConfiguration: pulumi.Input<input.cluster.KubeconfigClientConfigurationArgs>;
  /** Address of a control-plane machine. Never a virtual IP. */
  readonly node: pulumi.Input<string>;
  /** Default: the machine itself. */
  readonly endpoint?: pulumi.Input<string>;
  /** The certificate is renewed when it is valid for less than this. Default `720h`. */
  readonly certificateRenewalDuration?: pulumi.Input<string>;
  readonly timeouts?: pulumi.Input<input.cluster.KubeconfigTimeoutsArgs>;
}

/** An administrator's kubeconfig, fetched from a control-plane machine. */
export class Kubeconfig extends pulumi.CustomResource {
  declare readonly node: pulumi.Output<string>;
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly clientConfiguration: pulumi.Output<output.machine.ClientConfiguration>;
  declare readonly certificateRenewalDuration: pulumi.Output<string>;
  declare readonly timeouts: pulumi.Output<output.cluster.KubeconfigTimeouts | undefined>;
  declare readonly kubeconfigRaw: pulumi.Output<string>;
  declare readonly kubernetesClientConfiguration: pulumi.Output<output.cluster.KubeconfigKubernetesClientConfiguration>;

  constructor(name: string, args: KubeconfigArgs, options: pulumi.CustomResourceOptions = {}) {
    super(
      "talos:cluster/kubeconfig:Kubeconfig",
      name,
      {
        ...args,
        clientConfiguration: pulumi.secret(args.clientConfiguration),
        kubeconfigRaw: undefined,
        kubernetesClientConfiguration: undefined,
      },
      resourceOptions(options, ["kubeconfigRaw", "kubernetesClientConfiguration", "clientConfiguration"]),
    );
  }
}
