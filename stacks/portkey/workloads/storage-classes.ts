import type { WorkloadRow } from "../../../infra/workloads/schema";

type VolumeRow = NonNullable<WorkloadRow["volumes"]>[number];

/** Ceph RBD: the default class, one writer at a time. */
export const cephBlock = "ceph-block";
/** The same pool; a volume outlives the claim that made it. */
export const cephBlockRetain = "ceph-block-retain";

/** An application's own data on Ceph. */
export function data(size: string, storageClass: typeof cephBlock | typeof cephBlockRetain = cephBlock): VolumeRow {
  return { name: "data", storage: "network", storageClass, size };
}

/** A directory of the NFS server, mounted by the application's own PersistentVolume. */
export function nfs(name: "media" | "files"): VolumeRow {
  return { name, storage: "network" };
}
