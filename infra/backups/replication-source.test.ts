import { replicationSource } from "./replication-source";
import { validBackup } from "./testing/valid-backup";

test("a backup is a snapshot, made on time and kept for long enough", () => {
  expect(replicationSource(validBackup())).toEqual({
    apiVersion: "volsync.backube/v1alpha1",
    kind: "ReplicationSource",
    metadata: { namespace: "vaultwarden", name: "vaultwarden" },
    spec: {
      sourcePVC: "vaultwarden-data",
      trigger: { schedule: "25 */6 * * *" },
      restic: {
        repository: "vaultwarden-volsync-secret",
        copyMethod: "Snapshot",
        volumeSnapshotClassName: "ceph-block",
        cacheCapacity: "1Gi",
        pruneIntervalDays: 7,
        retain: { hourly: 28 },
      },
    },
  });
});
