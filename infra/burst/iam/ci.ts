import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";
import { burstNames, type BurstScope } from "../scope";
import { type ServerOrder, serverStatements } from "./ci-server";
import { tokenAudience } from "./controller-trust";

/** GitHub's issuer of tokens for workflows, without `https://`. */
export const githubIssuer = "token.actions.githubusercontent.com";

/** Workflows of one repository, in the environment that has the stack's name, which the repository can protect. */
export function ciTrustPolicy({ accountId, clusterName }: BurstScope, repository: string): PolicyDocument {
  return policyDocument({
    Sid: "Workflows",
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${githubIssuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${githubIssuer}:aud`]: tokenAudience, [`${githubIssuer}:sub`]: `repo:${repository}:environment:${clusterName}` },
    },
  });
}

/**
 * What a deployment may do: everything that bears the cluster's name, in the one region, its own role excepted. Who may
 * write policies may write any: the workflow is as powerful as the account, which should therefore hold nothing else.
 *
 * @param server Of a remote cluster. Default: none.
 */
export function ciPolicy(scope: BurstScope, issuerBucket: string, server?: ServerOrder): PolicyDocument {
  const { accountId, region, clusterName } = scope;
  const { prefix, queueArn } = burstNames(scope);
  const iam = (kind: string): string => `arn:aws:iam::${accountId}:${kind}/${prefix}-*`;
  return policyDocument(
    {
      Sid: "Network",
      Effect: "Allow",
      Action: [
        "ec2:*Vpc",
        "ec2:*VpcAttribute",
        "ec2:*Subnet",
        "ec2:ModifySubnetAttribute",
        "ec2:*InternetGateway",
        "ec2:*Route",
        "ec2:*RouteTable",
        "ec2:*SecurityGroup",
        "ec2:*SecurityGroupIngress",
        "ec2:*SecurityGroupEgress",
        "ec2:CreateTags",
        "ec2:DeleteTags",
      ],
      Resource: `arn:aws:ec2:${region}:${accountId}:*`,
      Condition: { StringEqualsIfExists: { "aws:ResourceTag/berth.dev/cluster": clusterName } },
    },
    {
      Sid: "Look",
      Effect: "Allow",
      Action: ["ec2:Describe*", "iam:Get*", "iam:List*", "budgets:Describe*", "budgets:ViewBudget", "budgets:ListTagsForResource"],
      Resource: "*",
    },
    { Sid: "Identities", Effect: "Allow", Action: "iam:*", Resource: ["role", "policy", "instance-profile"].map(iam) },
    {
      Sid: "NotItself",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [`arn:aws:iam::${accountId}:role/${prefix}-ci`, `arn:aws:iam::${accountId}:policy/${prefix}-ci`],
    },
    {
      Sid: "Issuers",
      Effect: "Allow",
      Action: "iam:*OpenIDConnectProvider*",
      Resource: `arn:aws:iam::${accountId}:oidc-provider/${issuerBucket}.*`,
    },
    {
      Sid: "SpotRole",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:GetServiceLinkedRoleDeletionStatus"],
      Resource: `arn:aws:iam::${accountId}:role/aws-service-role/spot.amazonaws.com/*`,
    },
    { Sid: "Queue", Effect: "Allow", Action: "sqs:*", Resource: queueArn },
    { Sid: "Rules", Effect: "Allow", Action: "events:*", Resource: `arn:aws:events:${region}:${accountId}:rule/${prefix}-*` },
    { Sid: "Bucket", Effect: "Allow", Action: "s3:*", Resource: [`arn:aws:s3:::${issuerBucket}`, `arn:aws:s3:::${issuerBucket}/*`] },
    {
      Sid: "Budget",
      Effect: "Allow",
      Action: "budgets:*",
      Resource: [`arn:aws:budgets::${accountId}:budget/${prefix}`, `arn:aws:budgets::${accountId}:budget/${prefix}/*`],
    },
    ...(server === undefined ? [] : serverStatements(scope, server)),
  );
}
