import type { Input } from "@pulumi/pulumi";

export type { ClientConfigurationArgs as KubeconfigClientConfigurationArgs } from "./input-machine";

/** How long fetching a kubeconfig may take, as Go durations: `10m`. */
export interface KubeconfigTimeoutsArgs {
  readonly create?: Input<string>;
  readonly update?: Input<string>;
}
