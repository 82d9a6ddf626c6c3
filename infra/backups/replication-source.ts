import type { Backup, Retention } from "./backup";

/** `volsync.backube/v1alpha1` ReplicationSource: a volume that VolSync backs up with Restic. */
export interface ReplicationSource {
  readonly apiVersion: "volsync.backube/v1alpha1";
  readonly kind: "ReplicationSource";
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: {
    readonly sourcePVC: string;
    readonly trigger: { readonly schedule: string };
    readonly restic: {
      readonly repository: string;
      readonly copyMethod: "Snapshot";
      readonly volumeSnapshotClassName: string;
      readonly cacheCapacity: string;
      readonly pruneIntervalDays: number;
      readonly retain: Retention;
    };
  };
}

/** How often the space of forgotten backups is given back: it costs the repository a full pass. */
const pruneIntervalDays = 7;

/**
 * Backs up a snapshot of the volume, so that the application keeps running and the backup is of one moment.
 *
 * @see https://volsync.readthedocs.io/en/stable/usage/restic/index.html
 */
export function replicationSource(backup: Backup): ReplicationSource {
  return {
    apiVersion: "volsync.backube/v1alpha1",
    kind: "ReplicationSource",
    metadata: { namespace: backup.namespace, name: backup.name },
    spec: {
      sourcePVC: backup.claim,
      trigger: { schedule: backup.schedule },
      restic: {
        repository: backup.repositorySecret,
        copyMethod: "Snapshot",
        volumeSnapshotClassName: backup.snapshotClass,
        cacheCapacity: backup.cacheCapacity,
        pruneIntervalDays,
        retain: backup.retain,
      },
    },
  };
}
