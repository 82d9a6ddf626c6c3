import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { BurstPool } from "../../infra/burst/burst-pool";
import { nodeClassSpec, nodePoolSpec, requireDeclaredLabels } from "../../infra/burst/karpenter-documents";
import type { BurstScope } from "../../infra/burst/scope";
import { requireUserDataFits } from "../../infra/burst/user-data";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { childOptions } from "../child-options";

export interface KarpenterPoolArgs {
  readonly scope: BurstScope;
  readonly pool: BurstPool;
  /** What makes a machine a node of the cluster. Secret: it holds the cluster's keys. */
  readonly userData: pulumi.Input<string>;
  /** Where the workloads that run on rented nodes alone may go, by id. */
  readonly placements: ReadonlyMap<string, PodPlacement>;
}

/**
 * The nodes that Karpenter may buy: what they are (EC2NodeClass), and which, how many and for how long (NodePool).
 * Depends on the component that installs Karpenter.
 *
 * The EC2NodeClass shows the configuration to everybody who may read it: give nobody but Karpenter and administrators
 * rights to `ec2nodeclasses`.
 *
 * @throws UserError when a workload asks for a label that the pool does not declare.
 */
export class KarpenterPool extends pulumi.ComponentResource {
  constructor(name: string, args: KarpenterPoolArgs, options?: pulumi.ComponentResourceOptions) {
    const { scope, pool } = args;
    const spec = nodePoolSpec(pool);
    requireDeclaredLabels(args.placements, spec);
    const { pool: poolName } = pool.profile;

    super("berth:cloud:KarpenterPool", name, {}, options);
    const nodeClass = new kubernetes.apiextensions.CustomResource(
      `${name}-class`,
      {
        apiVersion: "karpenter.k8s.aws/v1",
        kind: "EC2NodeClass",
        metadata: { name: poolName },
        spec: { ...nodeClassSpec(pool, scope), userData: pulumi.secret(pulumi.output(args.userData).apply(requireUserDataFits)) },
      },
      childOptions(this, options),
    );
    new kubernetes.apiextensions.CustomResource(
      `${name}-pool`,
      { apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name: poolName }, spec },
      { parent: this, dependsOn: nodeClass },
    );
    this.registerOutputs({});
  }
}
