import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { BurstAccount } from "../../../infra/burst/burst-config";
import type { BurstPool } from "../../../infra/burst/burst-pool";
import type { FederationProfile } from "../../../infra/burst/federation/federation-schema";
import { remoteHardware } from "../../../infra/burst/federation/remote-hardware";
import { issuerOf } from "../../../infra/burst/issuer";
import { type BurstScope, burstTags } from "../../../infra/burst/scope";
import { childOptions } from "../../child-options";
import { NvidiaDevicePlugin } from "../../devices/nvidia-device-plugin";
import { burstAgentBoot } from "../../os/k3s/burst-agent";
import { K3sClientCertificate } from "../../os/k3s/client-certificate";
import type { K3sIdentity } from "../../os/k3s/identity";
import { K3sCluster } from "../../os/k3s/k3s-cluster";
import type { K3sSettings } from "../../os/k3s/k3s-settings";
import { kubeconfigOf } from "../../os/k3s/kubeconfig";
import { ServiceAccountKey } from "../../os/k3s/service-account-key";
import { AwsBurst } from "../aws-burst";
import { Karpenter, karpenterSubject } from "../karpenter";
import { KarpenterPool } from "../karpenter-pool";
import { ec2Order } from "./ec2-order";
import { ServerPlace } from "./server-place";

export interface RemoteClusterArgs {
  /** Of the cluster at home. */
  readonly clusterName: string;
  readonly account: BurstAccount;
  /** With a remote cluster. */
  readonly pool: BurstPool;
}

/** What K3s brings along and Karpenter does without; the runtime's class comes with NVIDIA's device plugin. */
const settings: Partial<K3sSettings> = {
  disable: ["local-storage", "metrics-server", "runtimes", "servicelb", "traefik"],
  cloudController: false,
  openPorts: [],
  sshFrom: [],
};

/**
 * A small cluster on EC2 that rents nodes for the one at home: K3s on one server, which runs Karpenter. Nothing is lost with
 * it but what bursts at that time, so that it is neither protected nor upgraded: it is taken away and made anew.
 */
export class RemoteCluster extends pulumi.ComponentResource {
  readonly scope: BurstScope;
  /** For everything inside the cluster. It waits until the server is ready. */
  readonly provider: kubernetes.Provider;
  /** For its administrator. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Public IPv4 address of the server: its API is at 6443, its NodePorts are where they are. */
  readonly address: pulumi.Output<string>;
  readonly podCidr: string;
  readonly serviceCidr: string;
  /** There when the server is. */
  readonly ready: pulumi.Resource;

  readonly #name: string;
  readonly #clusterName: string;
  readonly #identity: K3sIdentity;

  /** @throws Error for a pool whose nodes join the cluster at home. */
  constructor(name: string, { clusterName, account, pool }: RemoteClusterArgs, options?: pulumi.ComponentResourceOptions) {
    const remote = requireRemote(pool);
    const hardware = remoteHardware(clusterName, remote);
    const { wireGuardFrom, network: vpc, region } = pool.profile;
    const issuer = issuerOf(account.issuerBucket, region).url;

    super("berth:cloud:RemoteCluster", name, {}, options);
    const child = childOptions(this, options);
    const { key: serviceAccountKey } = new ServiceAccountKey(`${name}-service-accounts`, child);
    const aws = new AwsBurst(
      `${name}-account`,
      { clusterName, account, pool, signingKey: serviceAccountKey, subject: karpenterSubject },
      child,
    );
    const { scope, provider, network } = aws;
    const inAws = { parent: this, providers: [provider] };
    const place = new ServerPlace(`${name}-server`, { clusterName, remote, wireGuardFrom, network }, { ...inAws, dependsOn: network });
    const cluster = new K3sCluster(
      `${name}-cluster`,
      {
        hardware,
        order: ec2Order({ remote, place, provider, tags: burstTags(scope) }),
        settings: { ...settings, serviceAccountIssuer: issuer },
        reachedBy: place.publicAddress,
        serviceAccountKey,
        disposable: [
          `pods in ${remote.podCidr}`,
          `Services in ${remote.serviceCidr}`,
          `tokens of ${issuer}`,
          `${remote.arch} in ${remote.subnetId ?? remote.zone}`,
          `the network ${"vpcId" in vpc ? vpc.vpcId : vpc.cidr}`,
        ],
      },
      child,
    );
    this.scope = scope;
    this.provider = cluster.kubernetesProvider;
    this.kubeconfig = cluster.kubeconfig;
    this.address = place.publicAddress;
    this.podCidr = remote.podCidr;
    this.serviceCidr = remote.serviceCidr;
    this.ready = cluster.ready;
    this.#name = name;
    this.#clusterName = hardware.clusterName;
    this.#identity = cluster.identity;
    this.#rentNodes(name, { pool, remote, aws, place });
    this.registerOutputs({});
  }

  /**
   * The way into the cluster for somebody who may do there what is bound to their name, and nothing else.
   *
   * @param name Of the certificate's resource, behind the cluster's.
   * @returns A kubeconfig. Secret.
   */
  clientKubeconfig(name: string, user: string): pulumi.Output<string> {
    const { clientCaCertificate, clientCaKey, serverCaCertificate } = this.#identity;
    const { certificate, key } = new K3sClientCertificate(
      `${this.#name}-${name}`,
      { caCertificate: clientCaCertificate, caKey: clientCaKey, user },
      { parent: this },
    );
    const clusterName = this.#clusterName;
    return pulumi.secret(
      pulumi.all([this.address, serverCaCertificate, certificate, key]).apply(([address, authority, own, secret]) =>
        kubeconfigOf({
          clusterName,
          server: `https://${address}:6443`,
          serverCaCertificate: authority,
          user,
          certificate: own,
          key: secret,
        }),
      ),
    );
  }

  #rentNodes(name: string, { pool, remote, aws, place }: Renting): void {
    const inside = { parent: this, provider: this.provider };
    if (pool.machines.some(({ gpus }) => gpus.length > 0)) {
      // Which types have which cards, Karpenter knows: nodes need no label that is found out.
      new NvidiaDevicePlugin(`${name}-nvidia`, { hardware: { machines: pool.machines }, labels: false }, inside);
    }
    const karpenter = new Karpenter(
      `${name}-karpenter`,
      {
        scope: this.scope,
        clusterEndpoint: pulumi.interpolate`https://${place.privateAddress}:6443`,
        roleArn: aws.karpenterRole.role.arn,
      },
      inside,
    );
    const userData = pulumi
      .all([place.privateAddress, this.#identity.agentToken])
      .apply(([server, agentToken]) => burstAgentBoot({ pool, version: remote.k3sVersion, server, agentToken }));
    // What comes from home has been checked there: its labels are the pool's.
    new KarpenterPool(
      `${name}-pool`,
      { scope: this.scope, pool, userData, placements: new Map() },
      { ...inside, dependsOn: [karpenter, aws] },
    );
  }
}

interface Renting {
  readonly pool: BurstPool;
  readonly remote: FederationProfile;
  readonly aws: AwsBurst;
  readonly place: ServerPlace;
}

function requireRemote({ remote }: BurstPool): FederationProfile {
  if (remote === undefined) {
    throw new Error("a pool whose nodes join the cluster at home needs no remote cluster");
  }
  return remote;
}
