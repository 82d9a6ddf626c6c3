import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { type CephStorageArgs, checkCephStorage, createCephStorage } from "./ceph-driver";
import type { StorageClassChoice } from "./storage-class";

export interface CephBlockStorageArgs extends CephStorageArgs {
  /** The pool that volumes are made in. */
  readonly pool: string;
  /**
   * Default: `ceph-block`, the cluster's default, which deletes a volume with its claim, and `ceph-block-retain`, which
   * keeps it.
   */
  readonly classes?: readonly StorageClassChoice[];
}

/**
 * Volumes for one pod at a time: RBD images of a Ceph cluster that runs elsewhere.
 *
 * @see https://github.com/ceph/ceph-csi/blob/devel/docs/rbd/deploy.md
 * @throws UserError for a cluster, user or classes that cannot be right.
 */
export class CephBlockStorage extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly classes: readonly kubernetes.storage.v1.StorageClass[];
  readonly snapshotClass: kubernetes.apiextensions.CustomResource | undefined;

  constructor(name: string, args: CephBlockStorageArgs, options?: pulumi.ComponentResourceOptions) {
    const classes = args.classes ?? defaultClasses;
    checkCephStorage(args, classes);

    super("berth:storage:CephBlockStorage", name, {}, options);
    const storage = createCephStorage(
      name,
      {
        chart: charts.cephCsiRbd,
        provisioner: "rbd.csi.ceph.com",
        secretKeys: [{ id: "userID", key: "userKey" }],
        classes,
        parameters: { pool: args.pool, imageFeatures: "layering", "csi.storage.k8s.io/fstype": "ext4" },
        // What is deleted in a volume becomes free in the pool.
        mountOptions: ["discard"],
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

const defaultClasses: readonly StorageClassChoice[] = [
  { name: "ceph-block", reclaimPolicy: "Delete", isDefault: true },
  { name: "ceph-block-retain", reclaimPolicy: "Retain" },
];
