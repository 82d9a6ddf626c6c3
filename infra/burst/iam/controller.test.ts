import { type Decision, evaluatePolicies } from "../../aws-policies/evaluate-policies";
import type { RequestContext } from "../../aws-policies/match-condition";
import type { PolicyDocument } from "../../aws-policies/policy-document";
import type { BurstScope } from "../scope";
import { discoveryPolicy } from "./discovery";
import { interruptionPolicy } from "./interruption";
import { nodeLifecyclePolicy } from "./node-lifecycle";
import { passRolePolicy } from "./pass-role";
import { stopBuyingPolicy } from "./stop-buying";

const scope: BurstScope = { clusterName: "homelab", accountId: "111122223333", region: "eu-central-1", nodePool: "burst" };
const controller: readonly PolicyDocument[] = [
  nodeLifecyclePolicy({ scope, instanceTypes: ["g5.xlarge", "g4dn.xlarge"], imageOwner: "111122223333" }),
  passRolePolicy(scope),
  interruptionPolicy(scope),
  discoveryPolicy(scope),
];

const own = (resource: string): string => `arn:aws:ec2:eu-central-1:111122223333:${resource}`;
const requestTags: RequestContext = {
  "aws:RequestTag/kubernetes.io/cluster/homelab": "owned",
  "aws:RequestTag/eks:eks-cluster-name": "homelab",
  "aws:RequestTag/karpenter.sh/nodepool": "burst",
};
const resourceTags: RequestContext = {
  "aws:ResourceTag/kubernetes.io/cluster/homelab": "owned",
  "aws:ResourceTag/karpenter.sh/nodepool": "burst",
};
const discovery: RequestContext = { "aws:ResourceTag/karpenter.sh/discovery": "homelab" };
const region: RequestContext = { "aws:RequestedRegion": "eu-central-1" };
const small: RequestContext = { "ec2:InstanceType": "g4dn.xlarge" };

type Case = readonly [what: string, decision: Decision, action: string, resource: string, context?: RequestContext];

const without = (context: RequestContext, key: string): RequestContext =>
  Object.fromEntries(Object.entries(context).filter(([name]) => !name.endsWith(key)));

const launching: readonly Case[] = [
  ["an instance with the cluster's tags", "allowed", "ec2:RunInstances", own("instance/*"), { ...requestTags, ...small }],
  ["another instance type", "explicitDeny", "ec2:RunInstances", own("instance/*"), { ...requestTags, "ec2:InstanceType": "p5.48xlarge" }],
  ["an instance without tags", "implicitDeny", "ec2:RunInstances", own("instance/*"), small],
  [
    "an instance of another cluster",
    "implicitDeny",
    "ec2:RunInstances",
    own("instance/*"),
    { ...without(requestTags, "homelab"), "aws:RequestTag/kubernetes.io/cluster/office": "owned", ...small },
  ],
  [
    "an instance of another pool",
    "implicitDeny",
    "ec2:RunInstances",
    own("instance/*"),
    { ...requestTags, "aws:RequestTag/karpenter.sh/nodepool": "other", ...small },
  ],
  [
    "an instance that EKS' name is missing of",
    "implicitDeny",
    "ec2:RunInstances",
    own("instance/*"),
    { ...without(requestTags, "name"), ...small },
  ],
  [
    "an instance elsewhere",
    "implicitDeny",
    "ec2:RunInstances",
    "arn:aws:ec2:us-east-1:111122223333:instance/*",
    { ...requestTags, ...small },
  ],
  [
    "an instance in another account",
    "implicitDeny",
    "ec2:RunInstances",
    "arn:aws:ec2:eu-central-1:999999999999:instance/*",
    { ...requestTags, ...small },
  ],
  ["a fleet with tags", "allowed", "ec2:CreateFleet", own("fleet/*"), requestTags],
  ["a fleet without", "implicitDeny", "ec2:CreateFleet", own("fleet/*")],
  ["a launch template with tags", "allowed", "ec2:CreateLaunchTemplate", own("launch-template/*"), requestTags],
  ["a launch template without", "implicitDeny", "ec2:CreateLaunchTemplate", own("launch-template/*")],
  ["the cluster's launch template", "allowed", "ec2:RunInstances", own("launch-template/lt-1"), resourceTags],
  ["another launch template", "implicitDeny", "ec2:RunInstances", own("launch-template/lt-2")],
  ["the cluster's subnet", "allowed", "ec2:RunInstances", own("subnet/subnet-1"), discovery],
  ["another subnet", "implicitDeny", "ec2:RunInstances", own("subnet/subnet-2")],
  ["the cluster's security group", "allowed", "ec2:CreateFleet", own("security-group/sg-1"), discovery],
  [
    "another cluster's security group",
    "implicitDeny",
    "ec2:CreateFleet",
    own("security-group/sg-2"),
    { "aws:ResourceTag/karpenter.sh/discovery": "office" },
  ],
  ["its own image", "allowed", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-1", { "ec2:Owner": "111122223333" }],
  ["anybody's image", "implicitDeny", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-2", { "ec2:Owner": "999999999999" }],
  ["its image's snapshot", "allowed", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::snapshot/snap-1"],
];

const tagging: readonly Case[] = [
  ["what it makes", "allowed", "ec2:CreateTags", own("instance/i-1"), { ...requestTags, "ec2:CreateAction": "RunInstances" }],
  [
    "a machine that exists, as its own",
    "implicitDeny",
    "ec2:CreateTags",
    own("instance/i-2"),
    { ...requestTags, "aws:TagKeys": ["kubernetes.io/cluster/homelab"] },
  ],
  [
    "its machine with its name",
    "allowed",
    "ec2:CreateTags",
    own("instance/i-1"),
    { ...resourceTags, "aws:TagKeys": ["Name", "karpenter.sh/nodeclaim"] },
  ],
  [
    "its machine with anything else",
    "implicitDeny",
    "ec2:CreateTags",
    own("instance/i-1"),
    { ...resourceTags, "aws:TagKeys": ["Name", "team"] },
  ],
  [
    "its machine as another cluster's",
    "implicitDeny",
    "ec2:CreateTags",
    own("instance/i-1"),
    { ...resourceTags, "aws:TagKeys": ["eks:eks-cluster-name"], "aws:RequestTag/eks:eks-cluster-name": "office" },
  ],
  ["another machine with a name", "implicitDeny", "ec2:CreateTags", own("instance/i-2"), { "aws:TagKeys": ["Name"] }],
];

const others: readonly Case[] = [
  ["terminating its machine", "allowed", "ec2:TerminateInstances", own("instance/i-1"), resourceTags],
  [
    "terminating another pool's",
    "implicitDeny",
    "ec2:TerminateInstances",
    own("instance/i-2"),
    { ...resourceTags, "aws:ResourceTag/karpenter.sh/nodepool": "other" },
  ],
  ["terminating a machine without tags", "implicitDeny", "ec2:TerminateInstances", own("instance/i-2")],
  ["deleting its launch template", "allowed", "ec2:DeleteLaunchTemplate", own("launch-template/lt-1"), resourceTags],
  ["deleting another", "implicitDeny", "ec2:DeleteLaunchTemplate", own("launch-template/lt-2")],
  ["stopping its machine", "implicitDeny", "ec2:StopInstances", own("instance/i-1"), resourceTags],
  ["opening its firewall", "implicitDeny", "ec2:AuthorizeSecurityGroupIngress", own("security-group/sg-1"), discovery],
  [
    "passing the nodes' role to EC2",
    "allowed",
    "iam:PassRole",
    "arn:aws:iam::111122223333:role/homelab-burst-node",
    { "iam:PassedToService": "ec2.amazonaws.com" },
  ],
  [
    "passing it to Lambda",
    "implicitDeny",
    "iam:PassRole",
    "arn:aws:iam::111122223333:role/homelab-burst-node",
    { "iam:PassedToService": "lambda.amazonaws.com" },
  ],
  [
    "passing another role",
    "implicitDeny",
    "iam:PassRole",
    "arn:aws:iam::111122223333:role/admin",
    { "iam:PassedToService": "ec2.amazonaws.com" },
  ],
  ["reading its profile", "allowed", "iam:GetInstanceProfile", "arn:aws:iam::111122223333:instance-profile/homelab-burst-node"],
  ["reading another profile", "implicitDeny", "iam:GetInstanceProfile", "arn:aws:iam::111122223333:instance-profile/admin"],
  ["making a profile", "implicitDeny", "iam:CreateInstanceProfile", "arn:aws:iam::111122223333:instance-profile/x"],
  ["making a user", "implicitDeny", "iam:CreateUser", "arn:aws:iam::111122223333:user/x"],
  ["undoing the ceiling", "implicitDeny", "iam:DetachRolePolicy", "arn:aws:iam::111122223333:role/homelab-burst-karpenter"],
  ["reading its queue", "allowed", "sqs:ReceiveMessage", "arn:aws:sqs:eu-central-1:111122223333:homelab-burst-interruption"],
  ["reading another queue", "implicitDeny", "sqs:ReceiveMessage", "arn:aws:sqs:eu-central-1:111122223333:orders"],
  ["purging its queue", "implicitDeny", "sqs:PurgeQueue", "arn:aws:sqs:eu-central-1:111122223333:homelab-burst-interruption"],
  ["looking at instance types", "allowed", "ec2:DescribeInstanceTypes", "*", region],
  ["looking elsewhere", "implicitDeny", "ec2:DescribeInstances", "*", { "aws:RequestedRegion": "us-east-1" }],
  ["looking at prices", "allowed", "pricing:GetProducts", "*", { "aws:RequestedRegion": "us-east-1" }],
  ["reading a bucket", "implicitDeny", "s3:GetObject", "arn:aws:s3:::photos/1.jpg"],
  ["asking for another role", "implicitDeny", "sts:AssumeRole", "arn:aws:iam::111122223333:role/admin"],
];

describe("Karpenter", () => {
  it.each([...launching, ...tagging, ...others].map(([what, decision, ...request]) => ({ what, decision, request })))(
    "$what: $decision",
    ({ decision, request: [action, resource, context = {}] }) => {
      expect(evaluatePolicies(controller, { action, resource, context })).toBe(decision);
    },
  );

  it("buys nothing once the ceiling is reached, and still terminates", () => {
    const stopped = [...controller, stopBuyingPolicy()];
    const launch = { action: "ec2:RunInstances", resource: own("instance/*"), context: { ...requestTags, ...small } };
    expect(evaluatePolicies(stopped, launch)).toBe("explicitDeny");
    expect(evaluatePolicies(stopped, { ...launch, action: "ec2:CreateFleet", resource: own("fleet/*") })).toBe("explicitDeny");
    expect(evaluatePolicies(stopped, { action: "ec2:TerminateInstances", resource: own("instance/i-1"), context: resourceTags })).toBe(
      "allowed",
    );
  });

  it("has policies that AWS takes: at most 6144 characters each", () => {
    for (const document of controller) {
      expect(JSON.stringify(document).length).toBeLessThanOrEqual(6144);
    }
  });

  it("allows writing nowhere without a condition", () => {
    const unconditional = controller
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect, Condition }) => Effect === "Allow" && Condition === undefined)
      .map(({ Sid }) => Sid);
    expect(unconditional).toEqual(["LaunchFromSnapshot", "ReadNodeProfile", "ListProfiles", "ReadInterruptions", "ReadPrices"]);
  });
});
