import { generateKeyPairSync } from "node:crypto";
import { burstAccount } from "../../infra/burst/burst-config";
import { jsonWebKeyOf } from "../../infra/burst/json-web-key";
import { readBurst } from "../../infra/burst/read-burst";
import { validBurst } from "../../infra/burst/testing/valid-burst";
import type { BurstRow } from "../../infra/burst/burst-schema";
import { type Recording, recordProgram } from "../testing/recorded-program";
import { AwsBurst } from "./aws-burst";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const signingKey = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

function record(change: Partial<BurstRow> = {}, account: { readonly ciRepository?: string } = {}): Promise<Recording> {
  const { pool, findings } = readBurst({ ...validBurst, ...change });
  const burst = burstAccount({
    mode: "nodes",
    accountId: "111122223333",
    issuerBucket: "homelab-issuer",
    budgetEmails: ["me@example.com"],
    ...account,
  });
  if (pool === undefined || burst === undefined) {
    throw new Error(findings.map(({ message }) => message).join("\n"));
  }
  return recordProgram(
    () =>
      new AwsBurst("burst", {
        clusterName: "homelab",
        account: burst,
        pool,
        signingKey,
        subject: "system:serviceaccount:karpenter:karpenter",
      }),
    {
      outputs: ({ name, inputs }: { name: string; inputs: unknown }) => ({
        arn: `arn:${name}`,
        ...(typeof inputs === "object" ? inputs : {}),
      }),
    },
  );
}

function count(recording: Recording): Readonly<Record<string, number>> {
  const types = recording.resources.filter(({ custom }) => custom).map(({ type }) => type.replace(/\/[^:]*/, ""));
  return Object.fromEntries([...new Set(types)].sort().map((type) => [type, types.filter((each) => each === type).length]));
}

function json(recording: Recording, name: string, input: string): unknown {
  return JSON.parse(String(recording.resource(name).inputs[input]));
}

describe("the AWS side of bursts", () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await record();
  });

  it("is these resources and no others", () => {
    expect(count(recording)).toEqual({
      "aws:budgets:Budget": 1,
      "aws:budgets:BudgetAction": 1,
      "aws:cloudwatch:EventRule": 5,
      "aws:cloudwatch:EventTarget": 5,
      "aws:ec2:DefaultSecurityGroup": 1,
      "aws:ec2:InternetGateway": 1,
      "aws:ec2:RouteTable": 1,
      "aws:ec2:RouteTableAssociation": 2,
      "aws:ec2:SecurityGroup": 1,
      "aws:ec2:Subnet": 2,
      "aws:ec2:Vpc": 1,
      "aws:iam:InstanceProfile": 1,
      "aws:iam:OpenIdConnectProvider": 1,
      "aws:iam:Policy": 5,
      "aws:iam:Role": 3,
      "aws:iam:RolePolicyAttachment": 4,
      "aws:iam:ServiceLinkedRole": 1,
      "aws:s3:Bucket": 1,
      "aws:s3:BucketObjectv2": 2,
      "aws:s3:BucketPolicy": 1,
      "aws:s3:BucketPublicAccessBlock": 1,
      "aws:sqs:Queue": 1,
      "aws:sqs:QueuePolicy": 1,
      "aws:vpc:SecurityGroupEgressRule": 2,
      "aws:vpc:SecurityGroupIngressRule": 1,
      "pulumi:providers:aws": 1,
    });
  });

  it("touches one account in one region, and tags all that it makes", () => {
    expect(recording.resource("burst-aws").inputs).toMatchObject({
      region: "eu-central-1",
      allowedAccountIds: JSON.stringify(["111122223333"]),
      defaultTags: JSON.stringify({ tags: { "berth.dev/cluster": "homelab", "berth.dev/part": "burst" } }),
    });
    const aws = recording.resources.filter(({ type }) => type.startsWith("aws:"));
    expect(new Set(aws.map(({ provider }) => provider))).toEqual(new Set(["burst-aws"]));
  });

  it("keeps no key: neither user nor access key, and no secret in an input", () => {
    expect(recording.resources.filter(({ type }) => /User|AccessKey/.test(type))).toEqual([]);
    expect(JSON.stringify(recording.resources.map(({ inputs }) => inputs))).not.toContain("PRIVATE KEY");
  });

  it("spreads subnets over zones, where Karpenter finds them", () => {
    expect(
      recording.ofType("aws:ec2/subnet:Subnet").map(({ inputs }) => [inputs["availabilityZone"], inputs["cidrBlock"], inputs["tags"]]),
    ).toEqual([
      ["eu-central-1a", "10.70.0.0/17", { "karpenter.sh/discovery": "homelab" }],
      ["eu-central-1b", "10.70.128.0/17", { "karpenter.sh/discovery": "homelab" }],
    ]);
    expect(recording.resource("burst-network-nodes").inputs["tags"]).toEqual({ "karpenter.sh/discovery": "homelab" });
  });

  it("lets in WireGuard alone", () => {
    expect(recording.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({ ipProtocol: "udp", fromPort: 51820, toPort: 51820, cidrIpv4: "203.0.113.7/32" }),
    ]);
    expect(
      recording
        .ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
        .map(({ inputs }) => [inputs["ipProtocol"], inputs["fromPort"]]),
    ).toEqual([
      ["udp", 1024],
      ["tcp", 443],
    ]);
    expect(recording.resource("burst-network-default").inputs).toMatchObject({ ingress: [], egress: [] });
  });

  it("publishes the public key and the issuer that IAM trusts", () => {
    const url = "https://homelab-issuer.s3.eu-central-1.amazonaws.com";
    expect(json(recording, "burst-issuer-discovery", "content")).toMatchObject({ issuer: url, jwks_uri: `${url}/openid/v1/jwks` });
    expect(json(recording, "burst-issuer-keys", "content")).toEqual({ keys: [jsonWebKeyOf(signingKey)] });
    expect(recording.resource("burst-issuer-provider").inputs).toMatchObject({ url, clientIdLists: ["sts.amazonaws.com"] });
  });

  it("waits for what it needs", () => {
    expect(recording.resource("burst-issuer-policy").dependsOn).toContain("burst-issuer-access");
    expect(recording.resource("burst-issuer-provider").dependsOn).toEqual(
      expect.arrayContaining(["burst-issuer-keys", "burst-issuer-discovery"]),
    );
  });

  it("stops buying at the ceiling", () => {
    expect(recording.resource("burst-ceiling-budget").inputs).toMatchObject({ limitAmount: "20", limitUnit: "USD", timeUnit: "MONTHLY" });
    expect(recording.resource("burst-ceiling-action").inputs).toMatchObject({
      actionType: "APPLY_IAM_POLICY",
      approvalModel: "AUTOMATIC",
      actionThreshold: { actionThresholdType: "PERCENTAGE", actionThresholdValue: 100 },
      definition: { iamActionDefinition: { roles: ["homelab-burst-karpenter"] } },
    });
  });

  it("sends interruptions to one queue", () => {
    expect(recording.resource("burst-interruption-queue").inputs).toMatchObject({
      name: "homelab-burst-interruption",
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    expect(json(recording, "burst-interruption-spot", "eventPattern")).toEqual({
      source: ["aws.ec2"],
      "detail-type": ["EC2 Spot Instance Interruption Warning"],
    });
  });
});

describe("what may be left out or added", () => {
  it("uses a network that exists, and only tags it", async () => {
    const counted = count(await record({ network: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } }));
    expect(counted).toMatchObject({ "aws:ec2:Tag": 2, "aws:ec2:SecurityGroup": 1 });
    expect(Object.keys(counted)).not.toEqual(expect.arrayContaining(["aws:ec2:Vpc"]));
  });

  it("needs no role for the spot market that it does not use", async () => {
    expect(count(await record({ capacityTypes: ["on-demand"] }))).not.toHaveProperty("aws:iam:ServiceLinkedRole");
  });

  it("lets a repository's workflows deploy, without keys", async () => {
    const recording = await record({}, { ciRepository: "me/homelab" });
    expect(json(recording, "burst-ci-role", "assumeRolePolicy")).toMatchObject({
      Statement: [{ Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": "repo:me/homelab:environment:homelab" } } }],
    });
  });
});
