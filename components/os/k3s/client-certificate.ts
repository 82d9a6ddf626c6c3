import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic/dynamic-resource";

export interface K3sClientCertificateArgs {
  /** The cluster's authority for clients. */
  readonly caCertificate: pulumi.Input<string>;
  readonly caKey: pulumi.Input<string>;
  /** Name under which the cluster knows the client. It is in no group: it may do what is bound to the name. */
  readonly user: string;
}

/**
 * A certificate with which somebody proves to a K3s cluster who they are, good for ten years. It cannot be taken back;
 * what it may do can: delete the bindings of the user. Another user makes another one.
 */
export class K3sClientCertificate extends DynamicResource {
  declare readonly certificate: pulumi.Output<string>;
  declare readonly key: pulumi.Output<string>;

  constructor(name: string, { caKey, ...args }: K3sClientCertificateArgs, options?: pulumi.CustomResourceOptions) {
    super("k3s:ClientCertificate", name, { ...args, caKey: pulumi.secret(caKey) }, ["certificate", "key"], {
      ...options,
      additionalSecretOutputs: ["caKey", "key"],
    });
  }
}
