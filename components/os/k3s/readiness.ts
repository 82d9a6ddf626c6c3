import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic/dynamic-resource";

export interface K3sReadinessArgs {
  /** Address of a server. */
  readonly address: pulumi.Input<string>;
  readonly serverCaCertificate: pulumi.Input<string>;
  readonly adminCertificate: pulumi.Input<string>;
  readonly adminKey: pulumi.Input<string>;
  /** Names of the nodes that have to be ready. */
  readonly nodes: readonly string[];
}

/**
 * That the API answers and every node is ready. Made when they are, within 20 minutes; waits again when nodes are added.
 * It changes nothing, and taking it away takes nothing away.
 */
export class K3sReadiness extends DynamicResource {
  constructor(name: string, { nodes, adminKey, ...args }: K3sReadinessArgs, options?: pulumi.CustomResourceOptions) {
    super("k3s:Readiness", name, { ...args, adminKey: pulumi.secret(adminKey), nodes: [...nodes] }, [], {
      ...options,
      additionalSecretOutputs: ["adminKey"],
      customTimeouts: { create: "30m", update: "30m" },
    });
  }
}
