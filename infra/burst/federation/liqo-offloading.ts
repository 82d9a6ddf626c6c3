import { burstTaint, type BurstPool, nvidiaResource } from "../burst-pool";
import { capabilityKey } from "../../hardware/capabilities";
import { liqoAnnotation, liqoLabel } from "./liqo-labels";
import type { LiqoPeering } from "./liqo-peering";

/** Pods that the virtual node takes: far more than its resources do. */
const pods = "110";

/**
 * At home: asks the other cluster for what the pool may buy. It grants that without having it, which is what a cluster
 * needs that buys its nodes when a pod waits. The virtual node is described by {@link virtualNode}, not made by Liqo:
 * one that it makes has no taint of ours.
 */
export function resourceSlice({ home, remote, node }: LiqoPeering, pool: BurstPool) {
  return {
    apiVersion: "authentication.liqo.io/v1beta1",
    kind: "ResourceSlice",
    metadata: {
      name: node,
      namespace: home.tenantNamespace,
      labels: {
        [liqoLabel.remoteCluster]: remote.clusterId,
        [liqoLabel.replicatedTo]: remote.clusterId,
        [liqoLabel.replicated]: "true",
      },
      annotations: { [liqoAnnotation.createVirtualNode]: "false" },
    },
    spec: { class: "default", providerClusterID: remote.clusterId, resources: resourcesOf(pool) },
  } as const;
}

/**
 * At home: the node that stands for all that the pool may buy. It has the labels and the taint of a rented node, so that
 * the same pods fit on it and the same stay away: in an offloaded namespace Liqo lets every pod tolerate its own taint.
 * Of where a pod may run Liqo takes only the tolerations along; the patch sends it to rented nodes, never to the server.
 */
export function virtualNode({ home, remote, node }: LiqoPeering, pool: BurstPool) {
  return {
    apiVersion: "offloading.liqo.io/v1beta1",
    kind: "VirtualNode",
    metadata: { name: node, namespace: home.tenantNamespace, labels: { [liqoLabel.remoteCluster]: remote.clusterId } },
    spec: {
      clusterID: remote.clusterId,
      createNode: true,
      disableNetworkCheck: false,
      // Liqo's name for what it makes once the slice is granted.
      kubeconfigSecretRef: { name: `kubeconfig-resourceslice-${node}` },
      labels: { ...pool.labels, [liqoLabel.remoteCluster]: remote.clusterId },
      taints: [burstTaint],
      resourceQuota: { hard: resourcesOf(pool) },
      offloadingPatch: { nodeSelector: { [capabilityKey.pool]: pool.profile.pool } },
    },
  } as const;
}

/**
 * Opens a namespace to the virtual node; it has to exist before its pods. They may run on either side, and which ones go
 * where is said by their own affinity and tolerations: other workloads of the namespace stay at home. The namespace's
 * twin gets a name of its own, so that it meets none that the other cluster has already.
 */
export function namespaceOffloading(namespace: string, { remote }: LiqoPeering) {
  return {
    apiVersion: "offloading.liqo.io/v1beta1",
    kind: "NamespaceOffloading",
    // Liqo knows no other name.
    metadata: { name: "offloading", namespace },
    spec: {
      namespaceMappingStrategy: "DefaultName",
      podOffloadingStrategy: "LocalAndRemote",
      clusterSelector: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: liqoLabel.remoteCluster, operator: "In", values: [remote.clusterId] }] }],
      },
    },
  } as const;
}

function resourcesOf({ profile: { limits } }: BurstPool): Readonly<Record<string, string>> {
  return {
    cpu: limits.cpu,
    memory: limits.memory,
    pods,
    ...(limits.gpus === 0 ? {} : { [nvidiaResource]: String(limits.gpus) }),
  };
}
