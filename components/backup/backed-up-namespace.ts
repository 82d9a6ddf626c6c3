import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Backup } from "../../infra/backups/backup";
import type { Tier } from "../../infra/workloads/schema";
import { childOptions } from "../child-options";
import { type PodSecurityLevel, createNamespace } from "../namespace";

export interface BackedUpNamespaceArgs {
  readonly namespace: string;
  readonly tier: Tier;
  /** Those whose volumes are in it; the others do not matter. */
  readonly backups: readonly Pick<Backup, "namespace" | "privileged">[];
  /**
   * What the applications in it need. Backups do with `baseline`, also when they run as root: the three capabilities
   * that they add are among those that it allows. Default `baseline`.
   */
  readonly podSecurity?: PodSecurityLevel;
}

/**
 * The namespace of volumes that are backed up. It is there before Argo CD deploys into it, says whether backups may run
 * as root, and stays when it is taken out of the program: deleting a namespace deletes the claims in it.
 *
 * @see https://volsync.readthedocs.io/en/stable/usage/permissionmodel.html
 */
export class BackedUpNamespace extends pulumi.ComponentResource {
  readonly resource: kubernetes.core.v1.Namespace;

  constructor(name: string, args: BackedUpNamespaceArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, tier, backups, podSecurity = "baseline" } = args;
    const isPrivileged = backups.some((backup) => backup.namespace === namespace && backup.privileged);

    super("berth:backup:BackedUpNamespace", name, {}, options);
    this.resource = createNamespace(
      `${name}-namespace`,
      { name: namespace, podSecurity, tier, ...(isPrivileged ? { annotations: { "volsync.backube/privileged-movers": "true" } } : {}) },
      { ...childOptions(this, options), retainOnDelete: true },
    );
    this.registerOutputs({});
  }
}
