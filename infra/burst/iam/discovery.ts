import { type PolicyDocument, policyDocument } from "../../aws-policies/policy-document";
import type { BurstScope } from "../scope";

const described = [
  "CapacityReservations",
  "Images",
  "InstanceStatus",
  "InstanceTypeOfferings",
  "InstanceTypes",
  "Instances",
  "LaunchTemplates",
  "PlacementGroups",
  "SecurityGroups",
  "SpotPriceHistory",
  "Subnets",
] as const;

/**
 * What Karpenter has to look at to choose: EC2's descriptions, which know no resources, in the one region, and prices,
 * whose API is in another region than the machines. It needs no parameters of SSM: the image is named by owner.
 */
export function discoveryPolicy({ region }: BurstScope): PolicyDocument {
  return policyDocument(
    {
      Sid: "Describe",
      Effect: "Allow",
      Action: described.map((what) => `ec2:Describe${what}`),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
    { Sid: "ReadPrices", Effect: "Allow", Action: "pricing:GetProducts", Resource: "*" },
  );
}
