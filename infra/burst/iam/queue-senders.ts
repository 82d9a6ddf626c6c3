import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";
import { burstNames, type BurstScope } from "../scope";

/** EventBridge may send what this cluster's rules match; nobody may do anything without TLS. */
export function queueSendersPolicy(scope: BurstScope): PolicyDocument {
  const { prefix, queueArn } = burstNames(scope);
  return policyDocument(
    {
      Sid: "Events",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: { ArnLike: { "aws:SourceArn": `arn:aws:events:${scope.region}:${scope.accountId}:rule/${prefix}-*` } },
    },
    {
      Sid: "OnlyTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: queueArn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  );
}
