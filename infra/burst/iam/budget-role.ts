import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";
import { burstNames, type BurstScope } from "../scope";

/** AWS Budgets of this account may take the role that carries out the ceiling. */
export function budgetTrustPolicy({ accountId }: BurstScope): PolicyDocument {
  return policyDocument({
    Sid: "Budgets",
    Effect: "Allow",
    Principal: { Service: "budgets.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": `arn:aws:budgets::${accountId}:budget/*` },
    },
  });
}

/** It may attach and detach the one policy that stops buying, and only at the controller's role. */
export function budgetRolePolicy(scope: BurstScope): PolicyDocument {
  const { controllerRoleArn, stopPolicyArn } = burstNames(scope);
  return policyDocument({
    Sid: "StopAndGoOn",
    Effect: "Allow",
    Action: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
    Resource: controllerRoleArn,
    Condition: { ArnEquals: { "iam:PolicyARN": stopPolicyArn } },
  });
}
