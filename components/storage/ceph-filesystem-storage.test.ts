import { recordProgram } from "../testing/recorded-program";
import { unmarkedSecrets } from "../testing/unmarked-secrets";
import { CephFilesystemStorage } from "./ceph-filesystem-storage";

const id = "6f2b0f9e-3b0c-4a59-9f0a-0c7d4a1f5e11";
const key = "AQD-not-a-real-key==";

test("CephFilesystemStorage makes volumes in a file system, with a namespace and ConfigMaps of its own", async () => {
  const recording = await recordProgram(
    () =>
      new CephFilesystemStorage("cephfs", {
        cluster: { id, monitors: ["192.168.0.21:6789"] },
        user: { id: "kubernetes-fs", key },
        filesystem: "cephfs",
        replicas: 1,
        placement: { labels: {}, nodeSelector: { "berth.dev/pool": "core" } },
      }),
  );
  const { resources, resource } = recording;
  expect(resources).toHaveLength(5);
  expect(resource("cephfs-chart").inputs).toMatchObject({ chart: "ceph-csi-cephfs", version: "3.16.2", namespace: "ceph-csi-cephfs" });
  expect(resource("cephfs-chart").inputs["values"]).toMatchObject({
    provisioner: { replicaCount: 1, httpMetrics: { enabled: false }, nodeSelector: { "berth.dev/pool": "core" } },
  });
  expect(resource("cephfs-user").inputs["stringData"]).toEqual({
    adminID: "kubernetes-fs",
    adminKey: key,
    userID: "kubernetes-fs",
    userKey: key,
  });
  expect(resource("cephfs-ceph-filesystem").inputs).toMatchObject({
    metadata: { name: "ceph-filesystem" },
    provisioner: "cephfs.csi.ceph.com",
    parameters: {
      clusterID: id,
      fsName: "cephfs",
      "csi.storage.k8s.io/provisioner-secret-name": "ceph-user",
      "csi.storage.k8s.io/provisioner-secret-namespace": "ceph-csi-cephfs",
    },
    reclaimPolicy: "Delete",
  });
  expect(resource("cephfs-ceph-filesystem").inputs).not.toHaveProperty("mountOptions");
  expect(unmarkedSecrets(recording, [key])).toEqual([]);
});
