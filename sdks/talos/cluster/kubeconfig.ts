import * as pulumi from "@pulumi/pulumi";
import { resourceOptions } from "../plugin";
import type { ClientConfiguration, ClientConfigurationArgs, KubernetesClientConfiguration, Timeouts } from "../types";

export interface KubeconfigArgs {
  readonly clientConfiguration: pulumi.Input<ClientConfigurationArgs>;
  /** Address of a control-plane machine. Never a virtual IP. */
  readonly node: pulumi.Input<string>;
  readonly endpoint?: pulumi.Input<string>;
  /** The certificate is renewed when it is valid for less than this. Default `720h`. */
  readonly certificateRenewalDuration?: pulumi.Input<string>;
  readonly timeouts?: pulumi.Input<Omit<Timeouts, "delete">>;
}

/** An administrator's kubeconfig, fetched from a control-plane machine. */
export class Kubeconfig extends pulumi.CustomResource {
  declare readonly node: pulumi.Output<string>;
  declare readonly endpoint: pulumi.Output<string>;
  declare readonly clientConfiguration: pulumi.Output<ClientConfiguration>;
  declare readonly kubeconfigRaw: pulumi.Output<string>;
  declare readonly kubernetesClientConfiguration: pulumi.Output<KubernetesClientConfiguration>;

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
