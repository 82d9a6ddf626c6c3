import { isWithin } from "../diff";
import type { PropertyMap } from "../property-value";
import { awsStandIn } from "./aws";

const provider = awsStandIn("7.48.0");

function failures(type: string, inputs: PropertyMap): readonly string[] {
  const request = { urn: `urn:pulumi:s::p::${type}::it`, type, name: "it", oldInputs: undefined, inputs, randomSeed: "00" };
  return provider.check(request).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

function create(type: string, inputs: PropertyMap) {
  return provider.create({ urn: `urn:pulumi:s::p::${type}::it`, type, inputs, preview: false });
}

it.each<[string, PropertyMap, readonly string[]]>([
  ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, []],
  ["aws:ec2/vpc:Vpc", { cidrBlock: 10 }, ["cidrBlock: Invalid input: expected string, received number"]],
  ["aws:ec2/internetGateway:InternetGateway", { vpcID: "vpc-1" }, [': Unrecognized key: "vpcID"']],
  ["aws:iam/serviceLinkedRole:ServiceLinkedRole", {}, ["awsServiceName: is required"]],
  ["aws:ec2/nothing:Nothing", {}, [": the aws provider has no resource aws:ec2/nothing:Nothing"]],
])("checks the inputs of %s: %j", (type, inputs, expected) => {
  expect(failures(type, inputs)).toEqual(expected);
});

it("answers with ids, ARNs and URLs of AWS' form", () => {
  expect(create("aws:sqs/queue:Queue", { name: "karpenter", region: "eu-central-1" })).toEqual({
    id: "https://sqs.eu-central-1.amazonaws.com/123456789012/karpenter",
    outputs: {
      name: "karpenter",
      region: "eu-central-1",
      url: "https://sqs.eu-central-1.amazonaws.com/123456789012/karpenter",
      arn: "arn:aws:sqs:eu-central-1:123456789012:karpenter",
    },
  });
  expect(create("aws:iam/role:Role", { name: "nodes" }).outputs["arn"]).toBe("arn:aws:iam::123456789012:role/nodes");
  expect(create("aws:ec2/vpc:Vpc", {}).id).toMatch(/^vpc-[0-9a-f]{17}$/);
  expect(create("aws:ec2/vpc:Vpc", {}).id).toBe(create("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }).id);
});

it("gives an address that is the same for whom it is given to", () => {
  const { id, outputs } = create("aws:ec2/eip:Eip", { domain: "vpc" });
  expect(outputs).toMatchObject({ allocationId: id, publicIp: expect.stringMatching(/^198\.51\.100\.\d+$/) as unknown });
  const association = create("aws:ec2/eipAssociation:EipAssociation", { allocationId: id, networkInterfaceId: "eni-1" });
  expect(association.outputs["publicIp"]).toBe(outputs["publicIp"]);
  expect(create("aws:ec2/networkInterface:NetworkInterface", {}).outputs["privateIp"]).toMatch(/^10\.0\.0\.\d+$/);
});

it.each([
  ["aws:ec2/vpc:Vpc", ["cidrBlock"], true],
  ["aws:ec2/instance:Instance", ["ami"], true],
  ["aws:ec2/instance:Instance", ["instanceType"], false],
  ["aws:ec2/vpc:Vpc", ["tags", "a"], false],
  ["aws:ec2/securityGroup:SecurityGroup", ["description"], true],
  ["aws:iam/role:Role", ["assumeRolePolicy"], false],
  ["aws:sqs/queue:Queue", ["region"], true],
] as const)("replaces a %s by a change of %j: %s", (type, path, expected) => {
  expect(isWithin(path, provider.replacement(type, {}, {}).replaceOn)).toBe(expected);
});

it("writes policy documents as the provider does", () => {
  const { result } = provider.invoke("aws:iam/getPolicyDocument:getPolicyDocument", {
    statements: [
      {
        sid: "Send",
        actions: ["sqs:SendMessage"],
        resources: ["*"],
        principals: [{ type: "Service", identifiers: ["events.amazonaws.com", "sqs.amazonaws.com"] }],
        conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
      },
    ],
  });
  const { json } = result;
  expect(typeof json === "string" ? JSON.parse(json) : undefined).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Send",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "*",
        Principal: { Service: ["events.amazonaws.com", "sqs.amazonaws.com"] },
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  });
});

it("knows who asks, and refuses what it would have to ask AWS", () => {
  expect(provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).result["accountId"]).toBe("123456789012");
  expect(() => provider.invoke("aws:ec2/getInstances:getInstances", {})).toThrow(
    "the aws stand-in has no function aws:ec2/getInstances:getInstances",
  );
});
