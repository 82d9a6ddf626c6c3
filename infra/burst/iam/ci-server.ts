import type { PolicyStatement } from "../../aws-policies/policy-document";
import type { BurstScope } from "../scope";

export interface ServerOrder {
  readonly instanceType: string;
  /** Account that the image belongs to. */
  readonly imageOwner: string;
}

/** What a deployment may do to a remote cluster's server: make one of its type, with the cluster's tag, and undo it. */
export function serverStatements(
  { accountId, region, clusterName }: BurstScope,
  { instanceType, imageOwner }: ServerOrder,
): readonly PolicyStatement[] {
  const own = (...kinds: readonly string[]): readonly string[] => kinds.map((kind) => `arn:aws:ec2:${region}:${accountId}:${kind}/*`);
  const tag = "berth.dev/cluster";
  return [
    {
      Sid: "MakeServer",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:AllocateAddress", "ec2:CreateNetworkInterface"],
      Resource: own("instance", "elastic-ip", "network-interface"),
      Condition: { StringEquals: { [`aws:RequestTag/${tag}`]: clusterName } },
    },
    {
      Sid: "PlaceServer",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateNetworkInterface"],
      Resource: own("subnet", "security-group", "network-interface", "volume"),
      Condition: { StringEqualsIfExists: { [`aws:ResourceTag/${tag}`]: clusterName } },
    },
    {
      Sid: "ServerImage",
      Effect: "Allow",
      Action: "ec2:RunInstances",
      Resource: `arn:aws:ec2:${region}::image/*`,
      // Images of publishers that AWS has verified, as Canonical is, are called its own.
      Condition: { StringEquals: { "ec2:Owner": [...new Set([imageOwner, "amazon"])] } },
    },
    {
      Sid: "OnlyTheServersType",
      Effect: "Deny",
      Action: "ec2:RunInstances",
      Resource: own("instance"),
      Condition: { StringNotEquals: { "ec2:InstanceType": instanceType } },
    },
    {
      Sid: "KeepServer",
      Effect: "Allow",
      Action: [
        "ec2:TerminateInstances",
        "ec2:StartInstances",
        "ec2:StopInstances",
        "ec2:ModifyInstance*",
        "ec2:*NetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:*Address",
      ],
      Resource: own("instance", "elastic-ip", "network-interface", "security-group"),
      Condition: { StringEquals: { [`aws:ResourceTag/${tag}`]: clusterName } },
    },
  ];
}
