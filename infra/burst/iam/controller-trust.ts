import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";

export interface ControllerTrustArgs {
  readonly accountId: string;
  /** Issuer of the cluster's service account tokens, without `https://`. */
  readonly issuer: string;
  /** `system:serviceaccount:<namespace>:<name>`. */
  readonly subject: string;
}

/** Audience of tokens that are meant for AWS. */
export const tokenAudience = "sts.amazonaws.com";

/** Only Karpenter's own service account, with a token that the cluster has made for AWS, gets the controller's role. */
export function controllerTrustPolicy({ accountId, issuer, subject }: ControllerTrustArgs): PolicyDocument {
  return policyDocument({
    Sid: "KarpenterOfThisCluster",
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${issuer}:aud`]: tokenAudience, [`${issuer}:sub`]: subject } },
  });
}
