import { liqoAnnotation, liqoLabel } from "./liqo-labels";
import type { LiqoPeering, LiqoSide } from "./liqo-peering";

/** Labels of the namespace that a cluster has for the other one. */
export function tenantLabels(other: LiqoSide): Readonly<Record<string, string>> {
  return { [liqoLabel.remoteCluster]: other.clusterId, [liqoLabel.tenantNamespace]: "true" };
}

/**
 * In the cloud: what the cluster at home may do there at first, which is to ask for resources in its own namespace. For
 * the pods themselves Liqo gives it another identity, once the resources are granted.
 */
export function consumerRoleBinding({ home, remote, user }: LiqoPeering) {
  return {
    metadata: {
      name: "liqo-remote-controlplane",
      namespace: remote.tenantNamespace,
      labels: { [liqoLabel.remoteCluster]: home.clusterId },
    },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "liqo-remote-controlplane" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
  };
}

/** In the cloud: lets the cluster at home ask. There is no handshake, because both sides are made by one program. */
export function tenant({ home, remote }: LiqoPeering) {
  return {
    apiVersion: "authentication.liqo.io/v1beta1",
    kind: "Tenant",
    metadata: { name: home.clusterId, namespace: remote.tenantNamespace, labels: { [liqoLabel.remoteCluster]: home.clusterId } },
    spec: { clusterID: home.clusterId, authzPolicy: "TolerateNoHandshake", tenantCondition: "Active" },
  } as const;
}

/** At home: with what the other cluster's API is reached. Liqo begins to copy objects there as soon as it exists. */
export function identity<Text>({ home, remote }: LiqoPeering, kubeconfig: Text) {
  return {
    metadata: {
      name: "remote-control-plane",
      namespace: home.tenantNamespace,
      labels: { [liqoLabel.identityType]: "ControlPlane", [liqoLabel.remoteCluster]: remote.clusterId },
      annotations: { [liqoAnnotation.remoteTenantNamespace]: remote.tenantNamespace },
    },
    type: "Opaque",
    stringData: { kubeconfig },
  } as const;
}
