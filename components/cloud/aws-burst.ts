import * as iam from "@pulumi/aws/iam";
import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type { BurstAccount } from "../../infra/burst/burst-config";
import type { BurstPool } from "../../infra/burst/burst-pool";
import { serverPerMonth } from "../../infra/burst/federation/server-costs";
import { k3sNodesFirewall, kubeSpanFirewall } from "../../infra/burst/firewall";
import { issuerOf } from "../../infra/burst/issuer";
import type { BurstScope } from "../../infra/burst/scope";
import { awsProvider } from "./aws-provider";
import { BurstNetwork } from "./burst-network";
import { BurstNodeRole } from "./burst-node-role";
import { GithubDeployer } from "./github-deployer";
import { InterruptionQueue } from "./interruption-queue";
import { KarpenterRole } from "./karpenter-role";
import { ServiceAccountIssuer } from "./service-account-issuer";
import { SpendingCeiling } from "./spending-ceiling";

export interface AwsBurstArgs {
  readonly clusterName: string;
  readonly account: BurstAccount;
  readonly pool: BurstPool;
  /** Private key that signs the cluster's tokens, PEM. */
  readonly signingKey: pulumi.Input<string>;
  /** Service account of Karpenter: `system:serviceaccount:<namespace>:<name>`. */
  readonly subject: string;
}

/**
 * Everything in AWS that a cluster needs to rent nodes: a network, what nodes and Karpenter are and may do, the queue of
 * interruptions and a ceiling for what is spent. Nothing of it costs anything while no node is rented. The ceiling is one
 * for what is rented: what a remote cluster costs all the time is put on top of it.
 */
export class AwsBurst extends pulumi.ComponentResource {
  readonly scope: BurstScope;
  /** Of the one account and region, with the cluster's tags. */
  readonly provider: Provider;
  readonly network: BurstNetwork;
  readonly karpenterRole: KarpenterRole;

  constructor(name: string, args: AwsBurstArgs, options?: pulumi.ComponentResourceOptions) {
    const { clusterName, account, pool, signingKey, subject } = args;
    const { accountId, issuerBucket, budgetEmails, ciRepository } = account;
    const { profile, system, remote } = pool;
    const idOf = (owner: string): string => (owner === "self" ? accountId : owner);
    const scope: BurstScope = { clusterName, accountId, region: profile.region, nodePool: profile.pool };

    super("berth:cloud:AwsBurst", name, {}, options);
    this.scope = scope;
    const provider = awsProvider(`${name}-aws`, scope, { parent: this });
    const child = { parent: this, providers: [provider] };
    this.provider = provider;
    const firewall = remote === undefined ? kubeSpanFirewall(profile) : k3sNodesFirewall();
    this.network = new BurstNetwork(`${name}-network`, { clusterName, profile, firewall }, child);
    new BurstNodeRole(`${name}-node`, { scope }, child);
    new InterruptionQueue(`${name}-interruption`, { scope }, child);
    const issuer = new ServiceAccountIssuer(`${name}-issuer`, { bucket: issuerBucket, region: scope.region, signingKey }, child);
    this.karpenterRole = new KarpenterRole(
      `${name}-karpenter`,
      {
        scope,
        issuer: issuerOf(issuerBucket, scope.region).name,
        subject,
        instanceTypes: profile.instanceTypes.map(({ name: type }) => type),
        imageOwner: idOf(system.image.owner),
      },
      { ...child, dependsOn: issuer },
    );
    new SpendingCeiling(
      `${name}-ceiling`,
      {
        scope,
        dollarsPerMonth: profile.ceilingPerMonth + (remote === undefined ? 0 : serverPerMonth(remote)),
        emails: budgetEmails,
        controllerRole: this.karpenterRole.role.name,
      },
      child,
    );
    if (profile.capacityTypes.includes("spot")) {
      // One for each account, by a name that AWS gives: an account that has used the spot market has it already.
      new iam.ServiceLinkedRole(
        `${name}-spot`,
        { awsServiceName: "spot.amazonaws.com", description: "EC2 may start instances of the spot market" },
        { parent: this, provider },
      );
    }
    if (ciRepository !== undefined) {
      const server = remote === undefined ? undefined : { instanceType: remote.instanceType, imageOwner: idOf(remote.image.owner) };
      new GithubDeployer(`${name}-ci`, { scope, repository: ciRepository, issuerBucket, server }, child);
    }
    this.registerOutputs({});
  }
}
