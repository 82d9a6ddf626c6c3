/** Name of Liqo's namespace, in either cluster. */
export const liqoNamespace = "liqo";

/** What the two clusters of a federation call each other, and what is made for it in them. Follows from the cluster's name. */
export interface LiqoPeering {
  /** Liqo's id of the cluster at home, which offloads pods. */
  readonly home: LiqoSide;
  /** Liqo's id of the cluster in the cloud, which runs them. */
  readonly remote: LiqoSide;
  /** Who the cluster at home is to the other's API server: the common name of its certificate. */
  readonly user: string;
  /** Name of the slice of resources, and of the virtual node that stands for it at home. */
  readonly node: string;
}

export interface LiqoSide {
  readonly clusterId: string;
  /** The namespace that this cluster has for the other one: all of a peering's objects stand there. */
  readonly tenantNamespace: string;
}

/** @param pool Name of the pool of rented nodes. */
export function liqoPeering(clusterName: string, pool: string): LiqoPeering {
  const remoteId = `${clusterName}-${pool}`;
  return {
    home: { clusterId: clusterName, tenantNamespace: `liqo-tenant-${remoteId}` },
    remote: { clusterId: remoteId, tenantNamespace: `liqo-tenant-${clusterName}` },
    user: `liqo-${clusterName}`,
    node: remoteId,
  };
}
