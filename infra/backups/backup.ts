/** How many backups are kept, in the fields of Restic's retention. */
export type Retention = { readonly daily: number } | { readonly hourly: number };

/** A volume that is backed up, with every default filled in and every derived value computed. */
export interface Backup {
  /** `namespace/name` of the workload whose volume it is. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly claim: string;
  /** Cron expression of five fields. */
  readonly schedule: string;
  readonly retain: Retention;
  readonly privileged: boolean;
  readonly snapshotClass: string;
  readonly cacheCapacity: string;
  /** Name of the Secret that holds the repository's place and password. */
  readonly repositorySecret: string;
}
