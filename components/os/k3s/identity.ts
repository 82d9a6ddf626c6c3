import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic/dynamic-resource";

/** What {@link K3sIdentity} makes. */
export const identityOutputs = [
  "serverToken",
  "agentToken",
  "serverCaCertificate",
  "serverCaKey",
  "clientCaCertificate",
  "clientCaKey",
  "adminCertificate",
  "adminKey",
] as const;
export type IdentityOutput = (typeof identityOutputs)[number];

/**
 * The secrets that are a K3s cluster: made once, kept in the state, never replaced, protected unless told otherwise. K3s takes the two authorities over
 * instead of making its own, so that Berth knows how to trust the cluster and how to be trusted before it has begun.
 *
 * @see https://docs.k3s.io/cli/certificate#using-custom-ca-certificates
 */
export class K3sIdentity extends DynamicResource implements Readonly<Record<IdentityOutput, pulumi.Output<string>>> {
  /** With which servers join. Whoever has it has the cluster. */
  declare readonly serverToken: pulumi.Output<string>;
  /** With which agents join. */
  declare readonly agentToken: pulumi.Output<string>;
  declare readonly serverCaCertificate: pulumi.Output<string>;
  declare readonly serverCaKey: pulumi.Output<string>;
  declare readonly clientCaCertificate: pulumi.Output<string>;
  declare readonly clientCaKey: pulumi.Output<string>;
  declare readonly adminCertificate: pulumi.Output<string>;
  declare readonly adminKey: pulumi.Output<string>;

  constructor(name: string, args: { readonly clusterName: string }, options?: pulumi.CustomResourceOptions) {
    super("k3s:Identity", name, { ...args }, identityOutputs, {
      protect: true,
      ...options,
      additionalSecretOutputs: [...identityOutputs],
    });
  }
}
