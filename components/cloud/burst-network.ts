import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { ParsedBurst } from "../../infra/burst/burst-schema";
import type { Firewall } from "../../infra/burst/firewall";
import { discoveryTag } from "../../infra/burst/scope";
import { subnetCidrs } from "../../infra/burst/subnet-cidrs";
import { type ChildOptions, childOptions } from "../child-options";
import { securityGroup } from "./security-group";

export interface BurstNetworkArgs {
  readonly clusterName: string;
  readonly profile: Pick<ParsedBurst, "network" | "zones">;
  /** Of rented nodes. */
  readonly firewall: Firewall;
}

const anywhere = "0.0.0.0/0";

/**
 * Where rented nodes stand: a public subnet in each zone, of a VPC of its own or of one that exists, and the firewall of
 * the nodes.
 */
export class BurstNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of a network of its own, by zone; of one that exists, by their own ids. */
  readonly subnets: ReadonlyMap<string, pulumi.Input<string>>;
  readonly securityGroup: ec2.SecurityGroup;

  constructor(name: string, { clusterName, profile, firewall }: BurstNetworkArgs, options?: pulumi.ComponentResourceOptions) {
    const { network } = profile;

    super("berth:cloud:BurstNetwork", name, {}, options);
    const child = childOptions(this, options);
    const found = { [discoveryTag]: clusterName };
    if ("vpcId" in network) {
      this.vpcId = network.vpcId;
      this.subnets = new Map(network.subnetIds.map((id) => [id, id]));
      for (const subnetId of network.subnetIds) {
        new ec2.Tag(`${name}-${subnetId}`, { resourceId: subnetId, key: discoveryTag, value: clusterName }, child);
      }
    } else {
      const own = ownNetwork(name, network.cidr, profile.zones, found, child);
      this.vpcId = own.vpcId;
      this.subnets = own.subnets;
    }
    this.securityGroup = securityGroup(
      { group: `${name}-nodes`, rules: name, vpcId: this.vpcId, of: `Rented nodes of ${clusterName}`, firewall, tags: found },
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
): { readonly vpcId: pulumi.Output<string>; readonly subnets: ReadonlyMap<string, pulumi.Output<string>> } {
  const own = new ec2.Vpc(`${name}-vpc`, { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true }, child);
  // What nobody names gets the default group: it then lets nothing in or out.
  new ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: own.id, ingress: [], egress: [] }, child);
  const gateway = new ec2.InternetGateway(`${name}-gateway`, { vpcId: own.id }, child);
  const routes = new ec2.RouteTable(`${name}-routes`, { vpcId: own.id, routes: [{ cidrBlock: anywhere, gatewayId: gateway.id }] }, child);
  const subnets = new Map<string, pulumi.Output<string>>();
  for (const [index, cidrBlock] of subnetCidrs(cidr, zones.length).entries()) {
    const zone = zones[index] ?? "";
    const subnet = new ec2.Subnet(
      `${name}-${zone}`,
      { vpcId: own.id, availabilityZone: zone, cidrBlock, mapPublicIpOnLaunch: true, tags: { ...found } },
      child,
    );
    subnets.set(zone, subnet.id);
    new ec2.RouteTableAssociation(`${name}-${zone}-routes`, { subnetId: subnet.id, routeTableId: routes.id }, child);
  }
  return { vpcId: own.id, subnets };
}
