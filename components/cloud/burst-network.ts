import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { ParsedBurst } from "../../infra/burst/burst-schema";
import { discoveryTag } from "../../infra/burst/scope";
import { subnetCidrs } from "../../infra/burst/subnet-cidrs";
import { type ChildOptions, childOptions } from "../child-options";

export interface BurstNetworkArgs {
  readonly clusterName: string;
  readonly profile: Pick<ParsedBurst, "network" | "zones" | "wireGuardFrom">;
}

/** Port of KubeSpan, Talos' WireGuard. */
const wireGuardPort = 51820;
const anywhere = "0.0.0.0/0";

/**
 * Where rented nodes stand: a public subnet in each zone, of a VPC of its own or of one that exists, and a firewall that
 * lets in WireGuard alone. Everything between the nodes and the cluster goes through that; without it, they may reach
 * registries and Talos' discovery by HTTPS, and nothing else. AWS' own time and DNS pass by every firewall.
 */
export class BurstNetwork extends pulumi.ComponentResource {
  readonly securityGroup: ec2.SecurityGroup;

  constructor(name: string, { clusterName, profile }: BurstNetworkArgs, options?: pulumi.ComponentResourceOptions) {
    const { network } = profile;

    super("berth:cloud:BurstNetwork", name, {}, options);
    const child = childOptions(this, options);
    const found = { [discoveryTag]: clusterName };
    const vpcId = "vpcId" in network ? network.vpcId : ownNetwork(name, network.cidr, profile.zones, found, child).id;
    for (const subnetId of "vpcId" in network ? network.subnetIds : []) {
      new ec2.Tag(`${name}-${subnetId}`, { resourceId: subnetId, key: discoveryTag, value: clusterName }, child);
    }
    this.securityGroup = new ec2.SecurityGroup(
      `${name}-nodes`,
      { vpcId, description: `Rented nodes of ${clusterName}: WireGuard in, WireGuard and HTTPS out`, tags: found },
      child,
    );
    const securityGroupId = this.securityGroup.id;
    for (const [index, cidrIpv4] of profile.wireGuardFrom.entries()) {
      new vpc.SecurityGroupIngressRule(
        `${name}-wireguard-in-${index}`,
        { securityGroupId, description: "KubeSpan", ipProtocol: "udp", fromPort: wireGuardPort, toPort: wireGuardPort, cidrIpv4 },
        child,
      );
    }
    new vpc.SecurityGroupEgressRule(
      `${name}-wireguard-out`,
      // A home behind NAT is reached at whatever port its router has chosen.
      { securityGroupId, description: "KubeSpan", ipProtocol: "udp", fromPort: 1024, toPort: 65535, cidrIpv4: anywhere },
      child,
    );
    new vpc.SecurityGroupEgressRule(
      `${name}-https-out`,
      { securityGroupId, description: "Registries, discovery", ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: anywhere },
      child,
    );
    this.registerOutputs({});
  }
}

function ownNetwork(
  name: string,
  cidr: string,
  zones: readonly string[],
  found: Readonly<Record<string, string>>,
  child: ChildOptions,
): ec2.Vpc {
  const own = new ec2.Vpc(`${name}-vpc`, { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true }, child);
  // What nobody names gets the default group: it then lets nothing in or out.
  new ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: own.id, ingress: [], egress: [] }, child);
  const gateway = new ec2.InternetGateway(`${name}-gateway`, { vpcId: own.id }, child);
  const routes = new ec2.RouteTable(`${name}-routes`, { vpcId: own.id, routes: [{ cidrBlock: anywhere, gatewayId: gateway.id }] }, child);
  for (const [index, cidrBlock] of subnetCidrs(cidr, zones.length).entries()) {
    const zone = zones[index] ?? "";
    const subnet = new ec2.Subnet(
      `${name}-${zone}`,
      { vpcId: own.id, availabilityZone: zone, cidrBlock, mapPublicIpOnLaunch: true, tags: { ...found } },
      child,
    );
    new ec2.RouteTableAssociation(`${name}-${zone}-routes`, { subnetId: subnet.id, routeTableId: routes.id }, child);
  }
  return own;
}
