import { createHash } from "node:crypto";
import type { PropertyMap, PropertyValue } from "../property-value";

/** The account that AWS' documentation uses in its examples, which belongs to nobody. */
export const accountId = "123456789012";
const defaultRegion = "us-east-1";

interface Made {
  readonly id: string;
  /** Beside the inputs. */
  readonly outputs: PropertyMap;
}

/** What there is to make an id of. */
interface Context {
  readonly text: (key: string) => string;
  /** As AWS makes ids: a prefix and 17 hexadecimal digits. */
  readonly id: (prefix: string) => string;
  /** Its own name, or one that the provider would make up. */
  readonly name: string;
  readonly region: string;
  readonly arn: (service: string, resource: string, region?: string) => string;
}

const ec2 =
  (prefix: string, kind: string) =>
  ({ id, arn }: Context): Made => ({ id: id(prefix), outputs: { arn: arn("ec2", `${kind}/${id(prefix)}`), ownerId: accountId } });

/** One of the addresses that documentation has for itself. @see RFC 5737 */
function publicAddress(allocation: string): string {
  return `198.51.100.${lastOctet(allocation)}`;
}

/** Of a host, and the same for the same text. */
function lastOctet(text: string): number {
  return 1 + ((createHash("sha256").update(text).digest().at(0) ?? 0) % 254);
}

const rule = ({ id, arn }: Context): Made => ({
  id: id("sgr"),
  outputs: { arn: arn("ec2", `security-group-rule/${id("sgr")}`), securityGroupRuleId: id("sgr") },
});

/** By type; what is not named has an id of its own and its inputs. */
const makers: Readonly<Record<string, (context: Context) => Made>> = {
  "aws:budgets/budget:Budget": ({ name, arn }) => ({
    id: `${accountId}:${name}`,
    outputs: { name, accountId, arn: arn("budgets", `budget/${name}`, "") },
  }),
  "aws:cloudwatch/eventRule:EventRule": ({ name, arn }) => ({ id: name, outputs: { name, arn: arn("events", `rule/${name}`) } }),
  "aws:cloudwatch/eventTarget:EventTarget": ({ text }) => ({ id: `${text("rule")}-${text("targetId")}`, outputs: {} }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/eip:Eip": ({ id, arn }) => {
    const allocation = id("eipalloc");
    return {
      id: allocation,
      outputs: { allocationId: allocation, publicIp: publicAddress(allocation), arn: arn("ec2", `elastic-ip/${allocation}`) },
    };
  },
  "aws:ec2/eipAssociation:EipAssociation": ({ id, text }) => ({
    id: id("eipassoc"),
    outputs: { publicIp: publicAddress(text("allocationId")) },
  }),
  "aws:ec2/instance:Instance": ({ id, arn }) => ({
    id: id("i"),
    outputs: { arn: arn("ec2", `instance/${id("i")}`), instanceState: "running" },
  }),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/networkInterface:NetworkInterface": (context) => {
    const { id, outputs } = ec2("eni", "network-interface")(context);
    return { id, outputs: { ...outputs, privateIp: `10.0.0.${lastOctet(id)}` } };
  },
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ({ id }) => ({ id: id("rtbassoc"), outputs: {} }),
  "aws:ec2/securityGroup:SecurityGroup": (context) => {
    const { id, outputs } = ec2("sg", "security-group")(context);
    return { id, outputs: { ...outputs, name: context.name } };
  },
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/tag:Tag": ({ text }) => ({ id: `${text("resourceId")},${text("key")}`, outputs: {} }),
  "aws:ec2/vpc:Vpc": (context) => {
    const { id, outputs } = ec2("vpc", "vpc")(context);
    return { id, outputs: { ...outputs, mainRouteTableId: context.id("rtb"), defaultSecurityGroupId: context.id("sg") } };
  },
  "aws:iam/instanceProfile:InstanceProfile": ({ name, arn, id }) => ({
    id: name,
    outputs: { name, arn: arn("iam", `instance-profile/${name}`, ""), uniqueId: id("AIPA") },
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ text, arn }) => {
    const provider = arn("iam", `oidc-provider/${text("url").replace(/^https:\/\//, "")}`, "");
    return { id: provider, outputs: { arn: provider } };
  },
  "aws:iam/policy:Policy": ({ name, arn, id }) => {
    const policy = arn("iam", `policy/${name}`, "");
    return { id: policy, outputs: { name, arn: policy, policyId: id("ANPA") } };
  },
  "aws:iam/role:Role": ({ name, arn, id }) => ({ id: name, outputs: { name, arn: arn("iam", `role/${name}`, ""), uniqueId: id("AROA") } }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ text }) => ({ id: `${text("role")}-${text("policyArn")}`, outputs: {} }),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": ({ text, arn }) => {
    const role = arn("iam", `role/aws-service-role/${text("awsServiceName")}/AWSServiceRoleFor${text("customSuffix")}`, "");
    return { id: role, outputs: { arn: role } };
  },
  "aws:s3/bucket:Bucket": ({ text, name, region }) => {
    const bucket = text("bucket") || name;
    return {
      id: bucket,
      outputs: {
        bucket,
        arn: `arn:aws:s3:::${bucket}`,
        bucketDomainName: `${bucket}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      },
    };
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": ({ text }) => ({ id: `${text("bucket")}/${text("key")}`, outputs: { etag: "" } }),
  "aws:sqs/queue:Queue": ({ name, arn, region }) => {
    const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
    return { id: url, outputs: { name, url, arn: arn("sqs", name) } };
  },
  "aws:sqs/queuePolicy:QueuePolicy": ({ text }) => ({ id: text("queueUrl"), outputs: {} }),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule,
};

/** @param inputs Without marks of secrets. */
export function makeResource(urn: string, type: string, inputs: PropertyMap): Made {
  const text = (key: string): string => textOf(inputs[key]);
  const digits = createHash("sha256").update(urn).digest("hex");
  const region = text("region") || defaultRegion;
  const context: Context = {
    text,
    region,
    id: (prefix) => `${prefix}-${digits.slice(0, 17)}`,
    name: text("name") || `${text("namePrefix") || (urn.split("::").at(-1) ?? "")}-${digits.slice(0, 7)}`,
    arn: (service, resource, place = region) => `arn:aws:${service}:${place}:${accountId}:${resource}`,
  };
  return makers[type]?.(context) ?? { id: digits.slice(0, 20), outputs: {} };
}

function textOf(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}
