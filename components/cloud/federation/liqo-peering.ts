import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { BurstPool } from "../../../infra/burst/burst-pool";
import type { FederationProfile } from "../../../infra/burst/federation/federation-schema";
import { gatewayNodePort } from "../../../infra/burst/federation/gateway-port";
import { consumerRoleBinding, identity, tenant } from "../../../infra/burst/federation/liqo-authentication";
import { gatewayClient, gatewayServer } from "../../../infra/burst/federation/liqo-network";
import { namespaceOffloading, resourceSlice, virtualNode } from "../../../infra/burst/federation/liqo-offloading";
import type { LiqoPeering as Peering } from "../../../infra/burst/federation/liqo-peering";
import { GatewayKeys } from "./gateway-keys";
import { LiqoEnd } from "./liqo-end";

const { CustomResource } = kubernetes.apiextensions;

export interface LiqoPeeringArgs {
  readonly peering: Peering;
  readonly pool: BurstPool;
  readonly federation: FederationProfile;
  readonly home: PeeredCluster;
  readonly remote: PeeredCluster & {
    /** Public IPv4 address: where the tunnel ends. */
    readonly address: pulumi.Input<string>;
    /** By which home reaches the API, as the peering's user. Secret. */
    readonly kubeconfig: pulumi.Input<string>;
  };
  /** Namespaces at home that are opened to the other cluster. They have to exist. */
  readonly namespaces: readonly string[];
}

export interface PeeredCluster {
  readonly provider: kubernetes.Provider;
  /** What has to be there: Liqo. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Two clusters that know each other: a tunnel from home to the cloud, the right to ask for resources there, a node at
 * home that stands for them, and the namespaces whose pods may go there. Both sides are declared, by one program; there
 * is no handshake. Everything depends on what it needs, so that it is taken away in the opposite order: the namespaces
 * first, while Liqo can still empty them.
 *
 * @see https://docs.liqo.io/en/stable/advanced/peering/peering-via-cr.html
 */
export class LiqoPeering extends pulumi.ComponentResource {
  /** What has to be there before a pod that may go to the other cluster: one that is made earlier never does. */
  readonly offloadings: readonly pulumi.Resource[];

  constructor(name: string, args: LiqoPeeringArgs, options?: pulumi.ComponentResourceOptions) {
    const { peering, pool, federation, home, remote, namespaces } = args;
    const { podCidr, liqo } = federation;

    super("berth:cloud:LiqoPeering", name, {}, options);
    const keys = {
      home: new GatewayKeys(`${name}-home-keypair`, { parent: this }),
      remote: new GatewayKeys(`${name}-remote-keypair`, { parent: this }),
    };
    const atHome = { parent: this, provider: home.provider };
    const there = { parent: this, provider: remote.provider };
    const homeEnd = new LiqoEnd(
      `${name}-home`,
      {
        side: peering.home,
        other: peering.remote,
        network: { podCidr, externalCidr: liqo.remote.externalCidr },
        keys: keys.home,
        peerKey: keys.remote.publicKey,
      },
      { ...atHome, dependsOn: [...home.after] },
    );
    const remoteEnd = new LiqoEnd(
      `${name}-remote`,
      { side: peering.remote, other: peering.home, network: liqo.home, keys: keys.remote, peerKey: keys.home.publicKey },
      { ...there, dependsOn: [...remote.after] },
    );

    const server = new CustomResource(`${name}-server`, gatewayServer(peering, gatewayNodePort), { ...there, dependsOn: remoteEnd });
    const client = new CustomResource(`${name}-client`, gatewayClient(peering, remote.address, gatewayNodePort), {
      ...atHome,
      dependsOn: [homeEnd, server],
    });

    const role = new kubernetes.rbac.v1.RoleBinding(`${name}-role`, consumerRoleBinding(peering), { ...there, dependsOn: remoteEnd });
    const tenancy = new CustomResource(`${name}-tenant`, tenant(peering), { ...there, dependsOn: role });
    const identified = new kubernetes.core.v1.Secret(`${name}-identity`, identity(peering, remote.kubeconfig), {
      ...atHome,
      dependsOn: [homeEnd, tenancy],
    });

    const slice = new CustomResource(`${name}-slice`, resourceSlice(peering, pool), { ...atHome, dependsOn: identified });
    const node = new CustomResource(`${name}-node`, virtualNode(peering, pool), { ...atHome, dependsOn: [slice, client] });
    this.offloadings = namespaces.map(
      (namespace) =>
        new CustomResource(`${name}-${namespace}-offloading`, namespaceOffloading(namespace, peering), { ...atHome, dependsOn: node }),
    );
    this.registerOutputs({});
  }
}
