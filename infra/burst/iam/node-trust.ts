import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";

/** EC2 may give the role to instances. It has no policies: a node needs nothing from AWS. */
export function nodeTrustPolicy(): PolicyDocument {
  return policyDocument({ Sid: "Instances", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
}
