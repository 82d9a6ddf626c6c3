import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { BackedUpNamespace } from "../../components/backup/backed-up-namespace";
import { Volsync } from "../../components/backup/volsync";
import { VolumeBackup } from "../../components/backup/volume-backup";
import { IntelGpuPlugin } from "../../components/devices/intel-gpu-plugin";
import { NodeFeatureDiscovery } from "../../components/devices/node-feature-discovery";
import { TierNamespaces } from "../../components/governance/tier-namespaces";
import { Cilium } from "../../components/network/cilium";
import { LoadBalancerPool } from "../../components/network/load-balancer-pool";
import { CephBlockStorage } from "../../components/storage/ceph-block-storage";
import { CephFilesystemStorage } from "../../components/storage/ceph-filesystem-storage";
import { NfsStorage } from "../../components/storage/nfs-storage";
import { SnapshotController } from "../../components/storage/snapshot-controller";
import type { PodPlacements } from "../../infra/placement/emit/pod-placement";
import type { Stack } from "../../infra/stack/stack";
import { readSecrets } from "../composition/secrets";
import { ceph, cephBlocks, cephFiles, nfsClasses, nfsServer, nfsVolumes, snapshotClass } from "./storage";

export interface PlatformArgs {
  readonly stack: Stack;
  readonly placements: PodPlacements;
  readonly provider: kubernetes.Provider;
}

/** Pods that look at their node: node-exporter reads its file systems. */
const privilegedNamespaces = ["monitoring-system"];

/** What applications stand on, in the order in which each part needs the one before. Returns what they have to wait for. */
export function deployPlatform({ stack, placements, provider }: PlatformArgs): readonly pulumi.Resource[] {
  const { hardware, backups } = stack;
  const secret = readSecrets([
    "cephBlockKey",
    "cephFilesystemKey",
    "backupRepository",
    "backupPassword",
    "backupAccessKeyId",
    "backupSecretAccessKey",
  ]);

  const network = new Cilium("cilium", { hardware }, { provider });
  const addresses = new LoadBalancerPool("load-balancer", { hardware }, { provider, dependsOn: network });

  const snapshots = new SnapshotController(
    "snapshots",
    { placement: placements.get("snapshot-controller/snapshot-controller") },
    { provider, dependsOn: network },
  );
  const blocks = new CephBlockStorage(
    "ceph-block",
    {
      cluster: ceph,
      user: { id: cephBlocks.user, key: secret("cephBlockKey") },
      pool: cephBlocks.pool,
      snapshotClass,
      placement: placements.get("ceph-csi-rbd/ceph-csi-rbd-provisioner"),
    },
    { provider, dependsOn: snapshots },
  );
  const files = new CephFilesystemStorage(
    "ceph-filesystem",
    {
      cluster: ceph,
      user: { id: cephFiles.user, key: secret("cephFilesystemKey") },
      filesystem: cephFiles.filesystem,
      placement: placements.get("ceph-csi-cephfs/ceph-csi-cephfs-provisioner"),
    },
    { provider, dependsOn: snapshots },
  );
  const nfs = new NfsStorage("nfs", { server: nfsServer, volumes: nfsVolumes, classes: nfsClasses }, { provider, dependsOn: network });

  const discovery = new NodeFeatureDiscovery(
    "node-feature-discovery",
    { hardware, placement: placements.get("node-feature-discovery/nfd-master") },
    { provider, dependsOn: network },
  );
  const gpus = new IntelGpuPlugin("intel-gpu-plugin", { hardware }, { provider, dependsOn: discovery });

  const backedUp = stack.namespaces
    .filter(({ name }) => backups.some(({ namespace }) => namespace === name))
    .map(({ name: namespace, tier }) => new BackedUpNamespace(namespace, { namespace, tier, backups }, { provider }));
  const namespaces = new TierNamespaces(
    "namespaces",
    {
      namespaces: stack.namespaces.filter(
        ({ name, madeElsewhere }) => !madeElsewhere && !backups.some(({ namespace }) => namespace === name),
      ),
      privileged: privilegedNamespaces,
    },
    { provider },
  );
  const volsync = new Volsync(
    "volsync",
    { placement: placements.get("volsync-system/volsync") },
    { provider, dependsOn: [network, snapshots] },
  );
  const repository = {
    url: secret("backupRepository"),
    password: secret("backupPassword"),
    accessKeyId: secret("backupAccessKeyId"),
    secretAccessKey: secret("backupSecretAccessKey"),
  };
  for (const backup of backups) {
    new VolumeBackup(`${backup.name}-backup`, { backup, repository }, { provider, dependsOn: [...backedUp, blocks, volsync] });
  }

  return [addresses, blocks, files, nfs, gpus, ...backedUp, namespaces];
}
