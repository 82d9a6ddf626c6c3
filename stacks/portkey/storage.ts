import type { CephCluster } from "../../components/storage/ceph-cluster";
import type { NfsClass, NfsVolume } from "../../components/storage/nfs-storage";

/**
 * The Ceph cluster of the Proxmox hosts. What identifies it is assumed: `ceph fsid` and `ceph mon dump` on a host print
 * what has to stand here.
 */
export const ceph: CephCluster = {
  id: "5f1c7d0a-7c1e-4f57-9c5b-0d7f6b1f3a10",
  monitors: ["192.168.0.2:3300", "192.168.0.3:3300", "192.168.0.4:3300"],
};

/** Users as docs/storage.md makes them, and where their volumes lie. Assumed. */
export const cephBlocks = { user: "kubernetes-rbd", pool: "kubernetes" } as const;
export const cephFiles = { user: "kubernetes-cephfs", filesystem: "cephfs" } as const;

/** Name of the VolumeSnapshotClass of block volumes, which backups are taken through. */
export const snapshotClass = "ceph-block";

/** The NFS server, Shire's ZFS array, and its three exports: seed 004, "NFS Storage". Sizes are assumed. */
export const nfsServer = "192.168.0.41";

/** Directories with data, each for the applications that claim it by name. */
export const nfsVolumes: readonly NfsVolume[] = [
  { name: "plex", path: "/nfs/plex", capacity: "8Ti", claim: { namespace: "media", name: "media" } },
  { name: "nextcloud", path: "/nfs/nextcloud", capacity: "2Ti", claim: { namespace: "nextcloud", name: "files" } },
];

/** A directory in which claims get one of their own: Immich's photographs among them. */
export const nfsClasses: readonly NfsClass[] = [{ name: "nfs", path: "/nfs/k8s", reclaimPolicy: "Retain" }];
