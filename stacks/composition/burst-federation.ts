import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Liqo } from "../../components/cloud/federation/liqo";
import { LiqoPeering } from "../../components/cloud/federation/liqo-peering";
import { RemoteCluster } from "../../components/cloud/federation/remote-cluster";
import type { BurstAccount } from "../../infra/burst/burst-config";
import type { BurstPool } from "../../infra/burst/burst-pool";
import { remoteLiqoValues } from "../../infra/burst/federation/liqo-values";
import { offloadedNamespaces } from "../../infra/burst/federation/offloaded-namespaces";
import type { Stack } from "../../infra/stack/stack";
import type { LiqoAtHome } from "./liqo-at-home";

export interface BurstFederationArgs {
  readonly stack: Stack;
  readonly account: BurstAccount;
  readonly pool: BurstPool;
  readonly liqo: LiqoAtHome;
  /** Of the cluster at home. */
  readonly provider: kubernetes.Provider;
}

export interface BurstFederation {
  /** Of the other cluster's administrator. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /**
   * Peers home with the other cluster.
   *
   * @param after What has to be there before pods are made at home that are placed by policy.
   * @returns What has to be there before pods that may burst.
   */
  readonly peer: (after: readonly pulumi.Resource[]) => readonly pulumi.Resource[];
}

/** A small cluster on EC2 that rents nodes for the one at home. Loaded only when the stack asks for it. */
export function deployBurstFederation({ stack, account, pool, liqo, provider }: BurstFederationArgs): BurstFederation {
  const { peering, remote: federation } = liqo;
  const remote = new RemoteCluster("burst", { clusterName: stack.hardware.clusterName, account, pool });
  const remoteLiqo = new Liqo(
    "burst-remote-liqo",
    { values: remoteLiqoValues(peering, federation, pool, pulumi.interpolate`https://${remote.address}:6443`) },
    { provider: remote.provider, dependsOn: remote.ready },
  );
  return {
    kubeconfig: remote.kubeconfig,
    peer: (after) => {
      const homeLiqo = liqo.installed ? [new Liqo("burst-liqo", { values: liqo.values }, { provider, dependsOn: [...after] })] : [];
      const peered = new LiqoPeering("burst-peering", {
        peering,
        pool,
        federation,
        home: { provider, after: [...after, ...homeLiqo] },
        remote: {
          provider: remote.provider,
          after: [remoteLiqo],
          address: remote.address,
          kubeconfig: remote.clientKubeconfig("home", peering.user),
        },
        namespaces: offloadedNamespaces(stack.workloads),
      });
      return peered.offloadings;
    },
  };
}
