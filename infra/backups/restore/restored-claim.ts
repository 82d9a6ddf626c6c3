import type { Backup } from "../backup";
import { restoreName, type VolumeShape } from "./replication-destination";

/** A PersistentVolumeClaim that gets what was restored: VolSync fills it from the ReplicationDestination's snapshot. */
export interface RestoredClaim {
  readonly apiVersion: "v1";
  readonly kind: "PersistentVolumeClaim";
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly storageClassName: string;
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly dataSourceRef: { readonly apiGroup: "volsync.backube"; readonly kind: "ReplicationDestination"; readonly name: string };
  };
}

/**
 * Takes the place of the claim that was backed up: same name, same size, other data.
 *
 * @see https://volsync.readthedocs.io/en/stable/usage/volume-populator/index.html
 */
export function restoredClaim(backup: Backup, { capacity, accessMode, storageClass }: VolumeShape): RestoredClaim {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { namespace: backup.namespace, name: backup.claim },
    spec: {
      accessModes: [accessMode],
      storageClassName: storageClass,
      resources: { requests: { storage: capacity } },
      dataSourceRef: { apiGroup: "volsync.backube", kind: "ReplicationDestination", name: restoreName(backup) },
    },
  };
}
