import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";
import { burstNames, type BurstScope } from "../scope";

/**
 * Karpenter may give instances the nodes' own role, and look at the profile that carries it. The profile is made by the
 * stack, so that Karpenter needs no right to change anything in IAM.
 */
export function passRolePolicy(scope: BurstScope): PolicyDocument {
  const { nodeRoleArn, instanceProfileName } = burstNames(scope);
  return policyDocument(
    {
      Sid: "PassNodeRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: nodeRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "ReadNodeProfile",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: `arn:aws:iam::${scope.accountId}:instance-profile/${instanceProfileName}`,
    },
    // It lists to clean up after profiles of its own; listing knows no resources.
    { Sid: "ListProfiles", Effect: "Allow", Action: "iam:ListInstanceProfiles", Resource: "*" },
  );
}
