import { type Decision, evaluatePolicies } from "../../aws-policies/evaluate-policies";
import type { RequestContext } from "../../aws-policies/match-condition";
import type { BurstScope } from "../scope";
import { ciPolicy } from "./ci";
import { nodeLifecyclePolicy } from "./node-lifecycle";

const scope: BurstScope = { clusterName: "homelab", accountId: "111122223333", region: "eu-central-1", nodePool: "burst" };
const withServer = ciPolicy(scope, "homelab-issuer", { instanceType: "t4g.medium", imageOwner: "099720109477" });
const without = ciPolicy(scope, "homelab-issuer");

const own = (resource: string): string => `arn:aws:ec2:eu-central-1:111122223333:${resource}`;
const asked: RequestContext = { "aws:RequestTag/berth.dev/cluster": "homelab" };
const tagged: RequestContext = { "aws:ResourceTag/berth.dev/cluster": "homelab" };
const office: RequestContext = { "aws:ResourceTag/berth.dev/cluster": "office" };
const small: RequestContext = { "ec2:InstanceType": "t4g.medium" };

const cases: readonly (readonly [what: string, decision: Decision, action: string, resource: string, context: RequestContext])[] = [
  ["making the server", "allowed", "ec2:RunInstances", own("instance/*"), { ...asked, ...small }],
  ["making a larger one", "explicitDeny", "ec2:RunInstances", own("instance/*"), { ...asked, "ec2:InstanceType": "p5.48xlarge" }],
  ["making one without a tag", "implicitDeny", "ec2:RunInstances", own("instance/*"), small],
  [
    "making one of another cluster",
    "implicitDeny",
    "ec2:RunInstances",
    own("instance/*"),
    { ...small, "aws:RequestTag/berth.dev/cluster": "office" },
  ],
  ["making one elsewhere", "implicitDeny", "ec2:RunInstances", "arn:aws:ec2:us-east-1:111122223333:instance/*", { ...asked, ...small }],
  ["using Canonical's image", "allowed", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-1", { "ec2:Owner": "099720109477" }],
  ["using what AWS calls its own", "allowed", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-1", { "ec2:Owner": "amazon" }],
  ["using anybody's", "implicitDeny", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-2", { "ec2:Owner": "999999999999" }],
  ["using its network interface", "allowed", "ec2:RunInstances", own("network-interface/eni-1"), tagged],
  ["using another's", "implicitDeny", "ec2:RunInstances", own("network-interface/eni-2"), office],
  ["making its disk", "allowed", "ec2:RunInstances", own("volume/*"), {}],
  ["an address", "allowed", "ec2:AllocateAddress", own("elastic-ip/*"), asked],
  ["an address without a tag", "implicitDeny", "ec2:AllocateAddress", own("elastic-ip/*"), {}],
  ["giving its address to its interface", "allowed", "ec2:AssociateAddress", own("elastic-ip/eipalloc-1"), tagged],
  ["taking another's address", "implicitDeny", "ec2:AssociateAddress", own("elastic-ip/eipalloc-2"), office],
  ["letting its address go", "allowed", "ec2:ReleaseAddress", own("elastic-ip/eipalloc-1"), tagged],
  ["an interface", "allowed", "ec2:CreateNetworkInterface", own("network-interface/*"), asked],
  ["an interface in another's subnet", "implicitDeny", "ec2:CreateNetworkInterface", own("subnet/subnet-2"), office],
  ["terminating the server", "allowed", "ec2:TerminateInstances", own("instance/i-1"), tagged],
  ["terminating what has no tag", "implicitDeny", "ec2:TerminateInstances", own("instance/i-2"), {}],
  ["terminating another cluster's", "implicitDeny", "ec2:TerminateInstances", own("instance/i-3"), office],
  ["changing its metadata's options", "allowed", "ec2:ModifyInstanceMetadataOptions", own("instance/i-1"), tagged],
  ["getting a role for it", "implicitDeny", "ec2:AssociateIamInstanceProfile", own("instance/i-1"), tagged],
];

describe("a workflow that deploys a remote cluster", () => {
  it.each(cases)("%s: %s", (_, decision, action, resource, context) => {
    expect(evaluatePolicies([withServer], { action, resource, context })).toBe(decision);
  });

  it("has a policy that AWS takes: at most 6144 characters", () => {
    expect(JSON.stringify(withServer).length).toBeLessThanOrEqual(6144);
  });
});

it("makes and terminates no machine where there is no remote cluster", () => {
  for (const [, , action, resource, context] of cases.filter(([, , action]) => /Instances|Address|Interface/.test(action))) {
    expect(evaluatePolicies([without], { action, resource, context })).toBe("implicitDeny");
  }
});

describe("Karpenter of the remote cluster", () => {
  const controller = nodeLifecyclePolicy({ scope, instanceTypes: ["g4dn.xlarge"], imageOwner: "amazon" });
  const requested: RequestContext = {
    "aws:RequestTag/kubernetes.io/cluster/homelab": "owned",
    "aws:RequestTag/eks:eks-cluster-name": "homelab",
    "aws:RequestTag/karpenter.sh/nodepool": "burst",
  };

  it.each<[string, Decision, string, string, RequestContext]>([
    ["boots what AWS publishes", "allowed", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-1", { "ec2:Owner": "amazon" }],
    ["boots nothing else", "implicitDeny", "ec2:RunInstances", "arn:aws:ec2:eu-central-1::image/ami-2", { "ec2:Owner": "111122223333" }],
    ["buys nodes", "allowed", "ec2:RunInstances", own("instance/*"), { ...requested, "ec2:InstanceType": "g4dn.xlarge" }],
    ["buys no second server", "explicitDeny", "ec2:RunInstances", own("instance/*"), { ...requested, ...small }],
    ["does not terminate the server", "implicitDeny", "ec2:TerminateInstances", own("instance/i-1"), tagged],
    ["does not take its address", "implicitDeny", "ec2:DisassociateAddress", own("elastic-ip/eipalloc-1"), tagged],
  ])("%s", (_, decision, action, resource, context) => {
    expect(evaluatePolicies([controller], { action, resource, context })).toBe(decision);
  });
});
