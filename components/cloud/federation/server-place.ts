import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { k3sServerFirewall } from "../../../infra/burst/firewall";
import type { FederationProfile } from "../../../infra/burst/federation/federation-schema";
import { childOptions } from "../../child-options";
import type { BurstNetwork } from "../burst-network";
import { securityGroup } from "../security-group";

export interface ServerPlaceArgs {
  readonly clusterName: string;
  readonly remote: FederationProfile;
  /** Who may speak to Liqo's gateway. */
  readonly wireGuardFrom: readonly string[];
  readonly network: Pick<BurstNetwork, "vpcId" | "subnets" | "securityGroup">;
}

/**
 * Where a remote cluster's server stands: its addresses and its firewall. They are there before the server, which finds
 * its public address from the first packet on, and stay when it is made anew.
 */
export class ServerPlace extends pulumi.ComponentResource {
  readonly networkInterface: ec2.NetworkInterface;
  /** What the world reaches the server by. Known once it leads there. */
  readonly publicAddress: pulumi.Output<string>;
  /** What rented nodes reach it by. */
  readonly privateAddress: pulumi.Output<string>;

  constructor(name: string, args: ServerPlaceArgs, options?: pulumi.ComponentResourceOptions) {
    const { clusterName, remote, network } = args;
    const subnetId = network.subnets.get(remote.subnetId ?? remote.zone);
    if (subnetId === undefined) {
      throw new Error(`a network without a subnet for ${remote.zone} has been read`);
    }

    super("berth:cloud:ServerPlace", name, {}, options);
    const child = childOptions(this, options);
    const group = securityGroup(
      {
        group: `${name}-firewall`,
        rules: name,
        vpcId: network.vpcId,
        of: `Server of ${clusterName}'s remote cluster`,
        firewall: k3sServerFirewall(remote, args.wireGuardFrom),
      },
      child,
    );
    const address = new ec2.Eip(`${name}-address`, { domain: "vpc" }, child);
    this.networkInterface = new ec2.NetworkInterface(
      `${name}-interface`,
      {
        subnetId,
        securityGroups: [network.securityGroup.id, group.id],
        description: `Server of ${clusterName}'s remote cluster`,
      },
      child,
    );
    const association = new ec2.EipAssociation(
      `${name}-association`,
      { allocationId: address.id, networkInterfaceId: this.networkInterface.id },
      child,
    );
    this.publicAddress = association.publicIp;
    this.privateAddress = this.networkInterface.privateIp;
    this.registerOutputs({});
  }
}
