/** Labels and annotations that Liqo acts on. */
export const liqoLabel = {
  /** Id of the cluster on the other side. */
  remoteCluster: "liqo.io/remote-cluster-id",
  /** The same, where objects are copied to that cluster. */
  replicatedTo: "liqo.io/remoteID",
  replicated: "liqo.io/replication",
  tenantNamespace: "liqo.io/tenant-namespace",
  gatewayResource: "networking.liqo.io/gateway-resource",
  identityType: "liqo.io/identity-type",
} as const;

export const liqoAnnotation = {
  remoteTenantNamespace: "liqo.io/remote-tenant-namespace",
  createVirtualNode: "liqo.io/create-virtual-node",
} as const;
