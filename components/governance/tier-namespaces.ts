import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "../../infra/stack/stack";
import { childOptions } from "../child-options";
import { createNamespace } from "../namespace";

export interface TierNamespacesArgs {
  readonly namespaces: readonly Pick<Namespace, "name" | "tier">[];
  /** Of these, names of those whose pods may reach into their node. Default: none. */
  readonly privileged?: readonly string[];
  /** Labels that all of them have besides. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Namespaces that carry their tier. They stay when a row is removed: deleting a namespace deletes everything in it,
 * claims and their data included.
 */
export class TierNamespaces extends pulumi.ComponentResource {
  readonly namespaces: readonly kubernetes.core.v1.Namespace[];

  constructor(name: string, args: TierNamespacesArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespaces, privileged = [], labels = {} } = args;

    super("berth:governance:TierNamespaces", name, {}, options);
    const child = { ...childOptions(this, options), retainOnDelete: true };
    this.namespaces = namespaces.map((namespace) =>
      createNamespace(
        `${name}-${namespace.name}`,
        {
          name: namespace.name,
          podSecurity: privileged.includes(namespace.name) ? "privileged" : "baseline",
          tier: namespace.tier,
          labels,
        },
        child,
      ),
    );
    this.registerOutputs({});
  }
}
