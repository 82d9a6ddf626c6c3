import { recordProgram } from "../testing/recorded-program";
import { NfsStorage, type NfsStorageArgs } from "./nfs-storage";

/** The three exports of seed 004. */
const valid: NfsStorageArgs = {
  server: "192.168.0.41",
  volumes: [
    { name: "nfs-plex", path: "/nfs/plex", capacity: "10Ti", claim: { namespace: "media", name: "library" } },
    { name: "nfs-nextcloud", path: "/nfs/nextcloud", capacity: "2Ti" },
  ],
  classes: [{ name: "nfs", path: "/nfs/k8s", reclaimPolicy: "Retain" }],
};

function record(change: Partial<NfsStorageArgs> = {}) {
  return recordProgram(() => new NfsStorage("nfs", { ...valid, ...change }));
}

const mountOptions = ["nfsvers=4.1", "nconnect=16", "hard", "noatime"];

describe("NfsStorage", () => {
  it("installs the driver without snapshots in a privileged namespace", async () => {
    const { resources, resource } = await record();
    expect(resources).toHaveLength(6);
    expect(resource("nfs-namespace").inputs).toMatchObject({
      metadata: { name: "csi-driver-nfs", labels: { "berth.dev/tier": "0-core", "pod-security.kubernetes.io/enforce": "privileged" } },
    });
    expect(resource("nfs-chart").inputs).toMatchObject({ chart: "csi-driver-nfs", version: "4.13.4", namespace: "csi-driver-nfs" });
    expect(resource("nfs-chart").inputs["values"]).toEqual({
      controller: { enableSnapshotter: false },
      externalSnapshotter: { enabled: false },
    });
  });

  it("gives directories with data a volume each, always retained, and kept for their claim", async () => {
    const { resource } = await record();
    expect(resource("nfs-nfs-plex")).toMatchObject({ type: "kubernetes:core/v1:PersistentVolume", dependsOn: ["nfs-chart"] });
    expect(resource("nfs-nfs-plex").inputs["spec"]).toEqual({
      accessModes: ["ReadWriteMany"],
      capacity: { storage: "10Ti" },
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "",
      mountOptions,
      csi: {
        driver: "nfs.csi.k8s.io",
        volumeHandle: "192.168.0.41#/nfs/plex",
        volumeAttributes: { server: "192.168.0.41", share: "/nfs/plex" },
      },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: "media", name: "library" },
    });
    expect(resource("nfs-nfs-nextcloud").inputs).not.toHaveProperty("spec.claimRef");
  });

  it("makes a directory for each claim of a class", async () => {
    const { resource } = await record({ connections: 4 });
    expect(resource("nfs-nfs")).toMatchObject({ type: "kubernetes:storage.k8s.io/v1:StorageClass", deleteBeforeReplace: true });
    expect(resource("nfs-nfs").inputs).toMatchObject({
      metadata: { name: "nfs" },
      provisioner: "nfs.csi.k8s.io",
      parameters: { server: "192.168.0.41", share: "/nfs/k8s", subDir: "${pvc.metadata.namespace}/${pvc.metadata.name}" },
      reclaimPolicy: "Retain",
      volumeBindingMode: "Immediate",
      mountOptions: ["nfsvers=4.1", "nconnect=4", "hard", "noatime"],
    });
  });

  it.each<[string, Partial<NfsStorageArgs>, string]>([
    [
      "a path that is none",
      { classes: [{ name: "nfs", path: "nfs/k8s", reclaimPolicy: "Retain" }] },
      "nfs.classes[nfs].path: is no absolute path (found nfs/k8s)\n    fix: use what `showmount -e` prints",
    ],
    [
      "a size that is none",
      { volumes: [{ name: "a", path: "/a", capacity: "10 TB" }] },
      "nfs.volumes[a].capacity: is no size (found 10 TB)\n    fix: use one such as 4Ti",
    ],
    [
      "two volumes for a claim",
      {
        volumes: [
          { name: "a", path: "/a", capacity: "1Ti", claim: { namespace: "media", name: "library" } },
          { name: "b", path: "/b", capacity: "1Ti", claim: { namespace: "media", name: "library" } },
        ],
      },
      "nfs.volumes[b].claim: has another volume already (found media/library)\n    fix: give each claim one",
    ],
    ["17 connections", { connections: 17 }, "nfs.connections: is no number from 1 to 16 (found 17)\n    fix: leave it out"],
  ])("refuses %s", async (_, change, message) => {
    await expect(record(change)).rejects.toThrow(`the NFS server cannot be used as described\n  ${message}`);
  });
});
