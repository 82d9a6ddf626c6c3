import { validBackup } from "../testing/valid-backup";
import { replicationDestination } from "./replication-destination";
import { restoredClaim } from "./restored-claim";

const shape = { capacity: "5Gi", accessMode: "ReadWriteOnce", storageClass: "ceph-block-retain" };
const restic = {
  repository: "vaultwarden-volsync-secret",
  copyMethod: "Snapshot",
  volumeSnapshotClassName: "ceph-block",
  capacity: "5Gi",
  accessModes: ["ReadWriteOnce"],
  storageClassName: "ceph-block-retain",
  cacheCapacity: "1Gi",
  cleanupCachePVC: true,
  cleanupTempPVC: true,
};

describe("the documents of a restore", () => {
  it("restore the newest backup into a snapshot", () => {
    expect(replicationDestination(validBackup(), {}, shape)).toEqual({
      apiVersion: "volsync.backube/v1alpha1",
      kind: "ReplicationDestination",
      metadata: { namespace: "vaultwarden", name: "vaultwarden-restore" },
      spec: { trigger: { manual: "restore" }, restic },
    });
  });

  it("restore an older one when asked", () => {
    expect(replicationDestination(validBackup(), { asOf: "2026-02-08T03:00:00Z" }, shape).spec.restic).toEqual({
      ...restic,
      restoreAsOf: "2026-02-08T03:00:00Z",
    });
    expect(replicationDestination(validBackup(), { previous: 2 }, shape).spec.restic).toEqual({ ...restic, previous: 2 });
  });

  it("make the claim anew from it", () => {
    expect(restoredClaim(validBackup(), shape)).toEqual({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { namespace: "vaultwarden", name: "vaultwarden-data" },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "ceph-block-retain",
        resources: { requests: { storage: "5Gi" } },
        dataSourceRef: { apiGroup: "volsync.backube", kind: "ReplicationDestination", name: "vaultwarden-restore" },
      },
    });
  });
});
