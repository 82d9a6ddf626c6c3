import type { Backup } from "../backup";

/** The backup of a password manager, with some fields replaced. */
export function validBackup(change: Partial<Backup> = {}): Backup {
  return {
    id: "vaultwarden/vaultwarden",
    namespace: "vaultwarden",
    name: "vaultwarden",
    claim: "vaultwarden-data",
    schedule: "25 */6 * * *",
    retain: { hourly: 28 },
    privileged: true,
    snapshotClass: "ceph-block",
    cacheCapacity: "1Gi",
    repositorySecret: "vaultwarden-volsync-secret",
    ...change,
  };
}
