import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";
import { burstNames, type BurstScope } from "../scope";

/** Karpenter may read the queue of interruptions, and nothing but that queue. */
export function interruptionPolicy(scope: BurstScope): PolicyDocument {
  return policyDocument({
    Sid: "ReadInterruptions",
    Effect: "Allow",
    Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
    Resource: burstNames(scope).queueArn,
  });
}
