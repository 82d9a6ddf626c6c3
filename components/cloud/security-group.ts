import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { Firewall, FirewallRule } from "../../infra/burst/firewall";
import type { ChildOptions } from "../child-options";

export interface SecurityGroupArgs {
  /** Resource name of the group. */
  readonly group: string;
  /** Beginning of the rules' names. */
  readonly rules: string;
  readonly vpcId: pulumi.Input<string>;
  /** Who has it. */
  readonly of: string;
  readonly firewall: Firewall;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A firewall as EC2 has it: a group, and a rule for each line. */
export function securityGroup(args: SecurityGroupArgs, child: ChildOptions): ec2.SecurityGroup {
  const { firewall, tags, vpcId } = args;
  const group = new ec2.SecurityGroup(
    args.group,
    { vpcId, description: `${args.of}: ${firewall.summary}`, ...(tags === undefined ? {} : { tags }) },
    child,
  );
  const ruleOf = ({ description, protocol, fromPort, toPort, peer }: FirewallRule) => ({
    securityGroupId: group.id,
    description,
    ipProtocol: protocol,
    fromPort,
    toPort,
    ...(peer === undefined ? { referencedSecurityGroupId: group.id } : { cidrIpv4: peer }),
  });
  for (const rule of firewall.ingress) {
    new vpc.SecurityGroupIngressRule(`${args.rules}-${rule.key}`, ruleOf(rule), child);
  }
  for (const rule of firewall.egress) {
    new vpc.SecurityGroupEgressRule(`${args.rules}-${rule.key}`, ruleOf(rule), child);
  }
  return group;
}
