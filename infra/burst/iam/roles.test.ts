import { type Decision, evaluatePolicies, type PolicyRequest } from "../../aws-policies/evaluate-policies";
import type { RequestContext } from "../../aws-policies/match-condition";
import type { PolicyDocument } from "../../aws-policies/policy-document";
import type { BurstScope } from "../scope";
import { budgetRolePolicy, budgetTrustPolicy } from "./budget-role";
import { controllerTrustPolicy } from "./controller-trust";
import { issuerDocumentsPolicy } from "./issuer-documents";
import { nodeTrustPolicy } from "./node-trust";
import { queueSendersPolicy } from "./queue-senders";

const scope: BurstScope = { clusterName: "homelab", accountId: "111122223333", region: "eu-central-1", nodePool: "burst" };

describe("roles and resources", () => {
  const issuer = "homelab-issuer.s3.eu-central-1.amazonaws.com";
  const federated = { kind: "Federated", name: `arn:aws:iam::111122223333:oidc-provider/${issuer}` } as const;
  const service = (name: string) => ({ kind: "Service", name }) as const;
  const trust = controllerTrustPolicy({ accountId: "111122223333", issuer, subject: "system:serviceaccount:karpenter:karpenter" });
  const claims: RequestContext = { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: "system:serviceaccount:karpenter:karpenter" };
  const queue = "arn:aws:sqs:eu-central-1:111122223333:homelab-burst-interruption";
  const rule = "arn:aws:events:eu-central-1:111122223333:rule/";
  const assume: Pick<PolicyRequest, "action" | "resource"> = { action: "sts:AssumeRoleWithWebIdentity", resource: "*" };
  const bucket = issuerDocumentsPolicy("homelab-issuer");

  it.each<[string, Decision, PolicyDocument, PolicyRequest]>([
    ["Karpenter's account gets its role", "allowed", trust, { ...assume, principal: federated, context: claims }],
    [
      "another account of the cluster",
      "implicitDeny",
      trust,
      { ...assume, principal: federated, context: { ...claims, [`${issuer}:sub`]: "system:serviceaccount:default:default" } },
    ],
    [
      "a token that was made for the API server",
      "implicitDeny",
      trust,
      { ...assume, principal: federated, context: { ...claims, [`${issuer}:aud`]: "https://192.168.1.10:6443" } },
    ],
    [
      "another issuer",
      "implicitDeny",
      trust,
      { ...assume, principal: { ...federated, name: "arn:aws:iam::1:oidc-provider/x" }, context: claims },
    ],
    [
      "a user of AWS",
      "implicitDeny",
      trust,
      { action: "sts:AssumeRole", resource: "*", principal: { kind: "AWS", name: "arn:aws:iam::111122223333:root" } },
    ],
    [
      "an instance gets the nodes' role",
      "allowed",
      nodeTrustPolicy(),
      { action: "sts:AssumeRole", resource: "*", principal: service("ec2.amazonaws.com") },
    ],
    [
      "a function does not",
      "implicitDeny",
      nodeTrustPolicy(),
      { action: "sts:AssumeRole", resource: "*", principal: service("lambda.amazonaws.com") },
    ],
    [
      "the cluster's rule sends",
      "allowed",
      queueSendersPolicy(scope),
      {
        action: "sqs:SendMessage",
        resource: queue,
        principal: service("events.amazonaws.com"),
        context: { "aws:SourceArn": `${rule}homelab-burst-spot` },
      },
    ],
    [
      "another rule",
      "implicitDeny",
      queueSendersPolicy(scope),
      {
        action: "sqs:SendMessage",
        resource: queue,
        principal: service("events.amazonaws.com"),
        context: { "aws:SourceArn": `${rule}other` },
      },
    ],
    [
      "anyone without TLS",
      "explicitDeny",
      queueSendersPolicy(scope),
      { action: "sqs:ReceiveMessage", resource: queue, context: { "aws:SecureTransport": "false" } },
    ],
    [
      "the budget stops the controller",
      "allowed",
      budgetRolePolicy(scope),
      {
        action: "iam:AttachRolePolicy",
        resource: "arn:aws:iam::111122223333:role/homelab-burst-karpenter",
        context: { "iam:PolicyARN": "arn:aws:iam::111122223333:policy/homelab-burst-stop" },
      },
    ],
    [
      "the budget gives it something",
      "implicitDeny",
      budgetRolePolicy(scope),
      {
        action: "iam:AttachRolePolicy",
        resource: "arn:aws:iam::111122223333:role/homelab-burst-karpenter",
        context: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
    ],
    [
      "this account's budgets",
      "allowed",
      budgetTrustPolicy(scope),
      {
        action: "sts:AssumeRole",
        resource: "*",
        principal: service("budgets.amazonaws.com"),
        context: { "aws:SourceAccount": "111122223333", "aws:SourceArn": "arn:aws:budgets::111122223333:budget/homelab-burst" },
      },
    ],
    [
      "another account's budgets",
      "implicitDeny",
      budgetTrustPolicy(scope),
      {
        action: "sts:AssumeRole",
        resource: "*",
        principal: service("budgets.amazonaws.com"),
        context: { "aws:SourceAccount": "9", "aws:SourceArn": "arn:aws:budgets::9:budget/x" },
      },
    ],
    ["anyone reads the public keys", "allowed", bucket, { action: "s3:GetObject", resource: "arn:aws:s3:::homelab-issuer/openid/v1/jwks" }],
    ["anything else in the bucket", "implicitDeny", bucket, { action: "s3:GetObject", resource: "arn:aws:s3:::homelab-issuer/other" }],
    ["listing the bucket", "implicitDeny", bucket, { action: "s3:ListBucket", resource: "arn:aws:s3:::homelab-issuer" }],
    ["replacing the keys", "implicitDeny", bucket, { action: "s3:PutObject", resource: "arn:aws:s3:::homelab-issuer/openid/v1/jwks" }],
  ])("%s: %s", (_, decision, document, request) => {
    expect(evaluatePolicies([document], request)).toBe(decision);
  });
});
