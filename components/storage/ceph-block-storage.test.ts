import * as pulumi from "@pulumi/pulumi";
import { recordProgram } from "../testing/recorded-program";
import { unmarkedSecrets } from "../testing/unmarked-secrets";
import { CephBlockStorage, type CephBlockStorageArgs } from "./ceph-block-storage";

const id = "6f2b0f9e-3b0c-4a59-9f0a-0c7d4a1f5e11";
const key = "AQD-not-a-real-key==";
const valid: CephBlockStorageArgs = {
  cluster: { id, monitors: ["192.168.0.21:3300", "192.168.0.22:3300", "192.168.0.23:3300"] },
  user: { id: "kubernetes", key },
  pool: "kubernetes",
  snapshotClass: "ceph-block",
};

function record(change: Partial<CephBlockStorageArgs> = {}) {
  return recordProgram(() => new CephBlockStorage("ceph", { ...valid, ...change }));
}

const secretParameters = (use: string) => ({
  [`csi.storage.k8s.io/${use}-secret-name`]: "ceph-user",
  [`csi.storage.k8s.io/${use}-secret-namespace`]: "ceph-csi-rbd",
});
const parameters = {
  clusterID: id,
  pool: "kubernetes",
  imageFeatures: "layering",
  "csi.storage.k8s.io/fstype": "ext4",
  ...secretParameters("provisioner"),
  ...secretParameters("controller-expand"),
  ...secretParameters("node-stage"),
};

describe("CephBlockStorage", () => {
  it("installs the driver in a privileged namespace of its own", async () => {
    const { resources, resource } = await record();
    expect(resources.map(({ name }) => name).sort()).toEqual([
      "ceph",
      "ceph-ceph-block",
      "ceph-ceph-block-retain",
      "ceph-chart",
      "ceph-namespace",
      "ceph-snapshots",
      "ceph-user",
    ]);
    expect(resource("ceph-namespace").inputs["metadata"]).toEqual({
      name: "ceph-csi-rbd",
      labels: {
        "berth.dev/tier": "0-core",
        "pod-security.kubernetes.io/enforce": "privileged",
        "pod-security.kubernetes.io/audit": "privileged",
        "pod-security.kubernetes.io/warn": "privileged",
      },
    });
    expect(resource("ceph-chart").inputs).toMatchObject({
      chart: "ceph-csi-rbd",
      version: "3.16.2",
      repositoryOpts: { repo: "https://ceph.github.io/csi-charts" },
      namespace: "ceph-csi-rbd",
      createNamespace: false,
    });
    expect(resource("ceph-chart").inputs["values"]).toEqual({
      csiConfig: [{ clusterID: id, monitors: ["192.168.0.21:3300", "192.168.0.22:3300", "192.168.0.23:3300"] }],
      selinuxMount: false,
      nodeplugin: { tolerations: [{ operator: "Exists" }], httpMetrics: { enabled: false } },
      provisioner: { replicaCount: 2, httpMetrics: { enabled: false } },
    });
  });

  it("makes a default class that deletes and one that retains", async () => {
    const { resource } = await record();
    expect(resource("ceph-ceph-block")).toMatchObject({
      type: "kubernetes:storage.k8s.io/v1:StorageClass",
      deleteBeforeReplace: true,
      dependsOn: ["ceph-chart", "ceph-user"],
    });
    expect(resource("ceph-ceph-block").inputs).toMatchObject({
      metadata: { name: "ceph-block", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "rbd.csi.ceph.com",
      parameters,
      reclaimPolicy: "Delete",
      allowVolumeExpansion: true,
      volumeBindingMode: "Immediate",
      mountOptions: ["discard"],
    });
    expect(resource("ceph-ceph-block-retain").inputs).toMatchObject({
      metadata: { name: "ceph-block-retain" },
      parameters,
      reclaimPolicy: "Retain",
    });
    expect(resource("ceph-ceph-block-retain").inputs).not.toHaveProperty("metadata.annotations");
  });

  it("makes a class of snapshots only when asked", async () => {
    expect((await record()).resource("ceph-snapshots")).toMatchObject({
      type: "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass",
      dependsOn: ["ceph-chart", "ceph-user"],
      inputs: {
        metadata: { name: "ceph-block" },
        driver: "rbd.csi.ceph.com",
        deletionPolicy: "Delete",
        parameters: { clusterID: id, ...secretParameters("snapshotter") },
      },
    });
    const { snapshotClass, ...without } = valid;
    expect(snapshotClass).toBeDefined();
    const { ofType } = await recordProgram(() => new CephBlockStorage("ceph", without));
    expect(ofType("kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass")).toEqual([]);
  });

  it("keeps the user's key a secret, whether or not it comes as one", async () => {
    for (const input of [key, pulumi.secret(key), Promise.resolve(key)]) {
      const recording = await record({ user: { id: "kubernetes", key: input } });
      expect(recording.resource("ceph-user").inputs["stringData"]).toEqual({ userID: "kubernetes", userKey: key });
      expect(unmarkedSecrets(recording, [key])).toEqual([]);
    }
  });

  it.each<[string, Partial<CephBlockStorageArgs>, string]>([
    [
      "a cluster by its name",
      { cluster: { ...valid.cluster, id: "ceph" } },
      "ceph.cluster.id: is no fsid (found ceph)\n    fix: use what `ceph fsid` prints",
    ],
    ["no monitors", { cluster: { id, monitors: [] } }, "ceph.cluster.monitors: is empty\n    fix: list what `ceph mon dump` prints"],
    [
      "a monitor without a port",
      { cluster: { id, monitors: ["192.168.0.21"] } },
      "ceph.cluster.monitors: is no address with a port (found 192.168.0.21)\n    fix: use 3300 (messenger version 2) or 6789: 192.168.0.11:3300",
    ],
    [
      "a monitor twice",
      { cluster: { id, monitors: ["192.168.0.21:3300", "192.168.0.21:3300"] } },
      "ceph.cluster.monitors: is listed twice (found 192.168.0.21:3300)\n    fix: delete one",
    ],
    [
      "a user with its prefix",
      { user: { id: "client.kubernetes", key } },
      "ceph.user.id: has the prefix that the driver adds (found client.kubernetes)\n    fix: use kubernetes",
    ],
    [
      "two defaults",
      {
        classes: [
          { name: "a", reclaimPolicy: "Delete", isDefault: true },
          { name: "b", reclaimPolicy: "Delete", isDefault: true },
        ],
      },
      "ceph.classes: has more than one default (found a, b)\n    fix: keep one: claims without a class would get the newest",
    ],
    [
      "a class twice",
      {
        classes: [
          { name: "a", reclaimPolicy: "Delete" },
          { name: "a", reclaimPolicy: "Retain" },
        ],
      },
      "ceph.classes[a]: is there twice\n    fix: give each class a name of its own",
    ],
    [
      "a class with a bad name",
      { classes: [{ name: "Ceph_Block", reclaimPolicy: "Delete" }] },
      "ceph.classes[Ceph_Block].name: is no name of an object\n    fix: use lower-case letters, digits and hyphens",
    ],
  ])("refuses %s", async (_, change, message) => {
    await expect(record(change)).rejects.toThrow(`the Ceph cluster cannot be used as described\n  ${message}`);
  });
});
