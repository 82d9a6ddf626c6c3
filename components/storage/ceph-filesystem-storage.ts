import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { type CephStorageArgs, checkCephStorage, createCephStorage } from "./ceph-driver";
import type { StorageClassChoice } from "./storage-class";

export interface CephFilesystemStorageArgs extends CephStorageArgs {
  /** The file system that volumes are made in: one of `ceph fs ls`. */
  readonly filesystem: string;
  /** Default: `ceph-filesystem`, which deletes a volume with its claim. */
  readonly classes?: readonly StorageClassChoice[];
}

/**
 * Volumes for many pods at once: subvolumes of a CephFS file system that runs elsewhere.
 *
 * @see https://github.com/ceph/ceph-csi/blob/devel/docs/cephfs/deploy.md
 * @throws UserError for a cluster, user or classes that cannot be right.
 */
export class CephFilesystemStorage extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly classes: readonly kubernetes.storage.v1.StorageClass[];
  readonly snapshotClass: kubernetes.apiextensions.CustomResource | undefined;

  constructor(name: string, args: CephFilesystemStorageArgs, options?: pulumi.ComponentResourceOptions) {
    const classes = args.classes ?? [{ name: "ceph-filesystem", reclaimPolicy: "Delete" }];
    checkCephStorage(args, classes);

    super("berth:storage:CephFilesystemStorage", name, {}, options);
    const storage = createCephStorage(
      name,
      {
        chart: charts.cephCsiCephfs,
        provisioner: "cephfs.csi.ceph.com",
        // Volumes are made as the one, and mounted as the other when they were made by hand.
        secretKeys: [
          { id: "adminID", key: "adminKey" },
          { id: "userID", key: "userKey" },
        ],
        classes,
        parameters: { fsName: args.filesystem },
      },
      args,
      childOptions(this, options),
    );
    this.release = storage.release;
    this.classes = storage.classes;
    this.snapshotClass = storage.snapshotClass;
    this.registerOutputs({});
  }
}
