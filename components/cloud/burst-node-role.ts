import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { nodeTrustPolicy } from "../../infra/burst/iam/node-trust";
import { burstNames, type BurstScope } from "../../infra/burst/scope";
import { childOptions } from "../child-options";

/**
 * What rented nodes are in AWS: a role that may do nothing, and the profile by which instances carry it. Karpenter only
 * passes it on; it needs no right to make one.
 */
export class BurstNodeRole extends pulumi.ComponentResource {
  readonly instanceProfile: iam.InstanceProfile;

  constructor(name: string, { scope }: { readonly scope: BurstScope }, options?: pulumi.ComponentResourceOptions) {
    const { nodeRoleName, instanceProfileName } = burstNames(scope);

    super("berth:cloud:BurstNodeRole", name, {}, options);
    const child = childOptions(this, options);
    const role = new iam.Role(
      `${name}-role`,
      {
        name: nodeRoleName,
        description: `Rented nodes of ${scope.clusterName}: no rights`,
        assumeRolePolicy: JSON.stringify(nodeTrustPolicy()),
      },
      child,
    );
    this.instanceProfile = new iam.InstanceProfile(`${name}-profile`, { name: instanceProfileName, role: role.name }, child);
    this.registerOutputs({});
  }
}
