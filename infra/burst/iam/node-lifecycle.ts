import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";
import { burstNames, type BurstScope, clusterNameTag, discoveryTag, nodeClaimTag, nodePoolTag } from "../scope";

export interface NodeLifecycleArgs {
  readonly scope: BurstScope;
  /** The only instance types that may be bought. */
  readonly instanceTypes: readonly string[];
  /** Account that the image belongs to. */
  readonly imageOwner: string;
}

/**
 * Karpenter may buy the pool's instance types in the cluster's own subnets and security groups, with the cluster's tags,
 * and terminate what has them. Tags are given once, while something is made: nothing that exists can be made the
 * cluster's by tagging it.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 */
export function nodeLifecyclePolicy({ scope, instanceTypes, imageOwner }: NodeLifecycleArgs): PolicyDocument {
  const { clusterName, accountId, region, nodePool } = scope;
  const { clusterTag } = burstNames(scope);
  const own = (...kinds: readonly string[]): readonly string[] => kinds.map((kind) => `arn:aws:ec2:${region}:${accountId}:${kind}/*`);
  const requested = {
    [`aws:RequestTag/${clusterTag}`]: "owned",
    [`aws:RequestTag/${clusterNameTag}`]: clusterName,
    [`aws:RequestTag/${nodePoolTag}`]: nodePool,
  };
  const tagged = { [`aws:ResourceTag/${clusterTag}`]: "owned", [`aws:ResourceTag/${nodePoolTag}`]: nodePool };
  const made = own("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request");
  return policyDocument(
    {
      Sid: "LaunchFromImage",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: `arn:aws:ec2:${region}::image/*`,
      Condition: { StringEquals: { "ec2:Owner": imageOwner } },
    },
    {
      Sid: "LaunchFromSnapshot",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: `arn:aws:ec2:${region}::snapshot/*`,
    },
    {
      Sid: "LaunchIntoNetwork",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: own("subnet", "security-group"),
      Condition: { StringEquals: { [`aws:ResourceTag/${discoveryTag}`]: clusterName } },
    },
    {
      Sid: "LaunchFromTemplate",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: own("launch-template"),
      Condition: { StringEquals: tagged },
    },
    {
      Sid: "LaunchWithTags",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: made,
      Condition: { StringEquals: requested },
    },
    {
      Sid: "OnlyThePoolsTypes",
      Effect: "Deny",
      Action: "ec2:RunInstances",
      Resource: own("instance"),
      Condition: { StringNotEquals: { "ec2:InstanceType": [...instanceTypes].sort() } },
    },
    {
      Sid: "TagWhatIsMade",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: made,
      Condition: { StringEquals: { ...requested, "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"] } },
    },
    {
      Sid: "NameInstances",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: own("instance"),
      Condition: {
        StringEquals: tagged,
        StringEqualsIfExists: { [`aws:RequestTag/${clusterNameTag}`]: clusterName },
        "ForAllValues:StringEquals": { "aws:TagKeys": [clusterNameTag, nodeClaimTag, "Name"] },
      },
    },
    {
      Sid: "Terminate",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: own("instance", "launch-template"),
      Condition: { StringEquals: tagged },
    },
  );
}
