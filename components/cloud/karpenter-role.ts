import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../../infra/aws-policies/policy-document";
import { controllerTrustPolicy } from "../../infra/burst/iam/controller-trust";
import { discoveryPolicy } from "../../infra/burst/iam/discovery";
import { interruptionPolicy } from "../../infra/burst/iam/interruption";
import { type NodeLifecycleArgs, nodeLifecyclePolicy } from "../../infra/burst/iam/node-lifecycle";
import { passRolePolicy } from "../../infra/burst/iam/pass-role";
import { burstNames } from "../../infra/burst/scope";
import { childOptions } from "../child-options";

export interface KarpenterRoleArgs extends NodeLifecycleArgs {
  /** Issuer of the cluster's tokens, without `https://`. */
  readonly issuer: string;
  /** Its service account: `system:serviceaccount:<namespace>:<name>`. */
  readonly subject: string;
}

/** What Karpenter is in AWS. Four policies, because one may have 6144 characters. */
export class KarpenterRole extends pulumi.ComponentResource {
  readonly role: iam.Role;

  constructor(name: string, args: KarpenterRoleArgs, options?: pulumi.ComponentResourceOptions) {
    const { scope, issuer, subject } = args;
    const { prefix, controllerRoleName } = burstNames(scope);
    const policies: Readonly<Record<string, PolicyDocument>> = {
      nodes: nodeLifecyclePolicy(args),
      "pass-role": passRolePolicy(scope),
      interruption: interruptionPolicy(scope),
      discovery: discoveryPolicy(scope),
    };

    super("berth:cloud:KarpenterRole", name, {}, options);
    const child = childOptions(this, options);
    this.role = new iam.Role(
      `${name}-role`,
      {
        name: controllerRoleName,
        description: `Karpenter of ${scope.clusterName}`,
        assumeRolePolicy: JSON.stringify(controllerTrustPolicy({ accountId: scope.accountId, issuer, subject })),
        maxSessionDuration: 3600,
        // The ceiling attaches a policy that the stack does not know of.
        forceDetachPolicies: true,
      },
      child,
    );
    for (const [key, document] of Object.entries(policies)) {
      const policy = new iam.Policy(`${name}-${key}`, { name: `${prefix}-${key}`, policy: JSON.stringify(document) }, child);
      new iam.RolePolicyAttachment(`${name}-${key}-attachment`, { role: this.role.name, policyArn: policy.arn }, child);
    }
    this.registerOutputs({});
  }
}
