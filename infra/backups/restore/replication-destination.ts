import type { Backup } from "../backup";
import type { RestorePoint } from "./restore-point";

/** What the restored volume must be like: what the claim that it replaces is like. */
export interface VolumeShape {
  readonly capacity: string;
  readonly accessMode: string;
  readonly storageClass: string;
}

/** `volsync.backube/v1alpha1` ReplicationDestination: a backup that VolSync restores. */
export interface ReplicationDestination {
  readonly apiVersion: "volsync.backube/v1alpha1";
  readonly kind: "ReplicationDestination";
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: {
    readonly trigger: { readonly manual: string };
    readonly restic: {
      readonly repository: string;
      readonly copyMethod: "Snapshot";
      readonly volumeSnapshotClassName: string;
      readonly capacity: string;
      readonly accessModes: readonly string[];
      readonly storageClassName: string;
      readonly cacheCapacity: string;
      readonly cleanupCachePVC: true;
      readonly cleanupTempPVC: true;
      readonly restoreAsOf?: string;
      readonly previous?: number;
    };
  };
}

/** What `status.lastManualSync` says when the restore is done. */
export const restoreTrigger = "restore";

/** Name of the object of a backup's restore. */
export function restoreName({ name }: Pick<Backup, "name">): string {
  return `${name}-restore`;
}

/**
 * Restores a backup into a snapshot, from which a claim can be made: the volume that is in use is not touched.
 *
 * @see https://volsync.readthedocs.io/en/stable/usage/restic/index.html#restore-options
 */
export function replicationDestination(backup: Backup, point: RestorePoint, shape: VolumeShape): ReplicationDestination {
  return {
    apiVersion: "volsync.backube/v1alpha1",
    kind: "ReplicationDestination",
    metadata: { namespace: backup.namespace, name: restoreName(backup) },
    spec: {
      trigger: { manual: restoreTrigger },
      restic: {
        repository: backup.repositorySecret,
        copyMethod: "Snapshot",
        volumeSnapshotClassName: backup.snapshotClass,
        capacity: shape.capacity,
        accessModes: [shape.accessMode],
        storageClassName: shape.storageClass,
        cacheCapacity: backup.cacheCapacity,
        cleanupCachePVC: true,
        cleanupTempPVC: true,
        ...(point.asOf === undefined ? {} : { restoreAsOf: point.asOf }),
        ...(point.previous === undefined ? {} : { previous: point.previous }),
      },
    },
  };
}
