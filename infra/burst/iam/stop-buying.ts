import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";

/** What the budget attaches to the controller's role when the month's ceiling is reached: nothing more is bought. */
export function stopBuyingPolicy(): PolicyDocument {
  return policyDocument({ Sid: "CeilingReached", Effect: "Deny", Action: ["ec2:RunInstances", "ec2:CreateFleet"], Resource: "*" });
}
