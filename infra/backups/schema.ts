import { z } from "zod";
import { dnsLabel, memoryQuantity, positiveInteger } from "../schema/fields";

/** Hours that a day is a multiple of, so that backups are as far apart at midnight as at noon. */
const hoursBetween = z.literal([1, 2, 3, 4, 6, 8, 12, 24]);

/** One volume that is backed up: what a user writes in `stacks/<name>/backups.ts`. */
export const backupSchema = z.strictObject({
  namespace: dnsLabel,
  /** Name of the workload whose volume it is, in the workload table. */
  name: dnsLabel,
  /** Name of its PersistentVolumeClaim: `kubectl get pvc -n <namespace>`. */
  claim: dnsLabel,
  everyHours: hoursBetween.default(24),
  /** Backups are kept until there are as many newer ones as fit into this many days. */
  retainDays: positiveInteger.default(7),
  /**
   * Whether it holds files that only root or their owner may read. Then backups and restores of its namespace run as
   * root, and owners and modes are restored; without it they run as an ordinary user.
   */
  privileged: z.boolean().default(true),
  /** Name of the VolumeSnapshotClass of the claim's driver. */
  snapshotClass: dnsLabel.default("ceph-block"),
  /** Size of the volume that Restic keeps its index in between backups. */
  cacheCapacity: memoryQuantity.default("1Gi"),
});

export type BackupRow = z.input<typeof backupSchema>;
export type ParsedBackup = z.output<typeof backupSchema>;
