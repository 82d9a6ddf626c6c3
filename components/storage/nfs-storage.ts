import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { isQuantity } from "../../infra/quantities/quantity";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { type ChildOptions, childOptions } from "../child-options";
import { createNamespace } from "../namespace";
import { type StorageClassChoice, checkStorageClasses, defaultClassAnnotations } from "./storage-class";

/** A directory that is there already, as a volume of its own: a media library. It is always retained. */
export interface NfsVolume {
  /** Name of the PersistentVolume. */
  readonly name: string;
  /** The exported path: `/nfs/plex`. */
  readonly path: string;
  /** Kubernetes quantity. NFS holds nobody to it, a claim asks for it. */
  readonly capacity: string;
  /** The only claim that may have it. Default: whichever asks by name. */
  readonly claim?: { readonly namespace: string; readonly name: string };
}

/** A directory in which each claim gets one of its own, `<namespace>/<claim>`. */
export interface NfsClass extends StorageClassChoice {
  /** The exported path: `/nfs/k8s`. */
  readonly path: string;
}

export interface NfsStorageArgs {
  /** Address or name of the server. */
  readonly server: string;
  readonly volumes?: readonly NfsVolume[];
  readonly classes?: readonly NfsClass[];
  /** TCP connections of each node to the server, 1 to 16. Default 16. */
  readonly connections?: number;
  /** Nodes that never mount. Default: every node can. */
  readonly affinity?: NonNullable<PodPlacement["affinity"]>;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Directories of an NFS server: those with data as volumes, others as classes that make directories. NFS 4.1, whose
 * client is in Talos' kernel.
 *
 * @see https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/docs/driver-parameters.md
 * @throws UserError for paths, sizes, claims and classes that cannot be right.
 */
export class NfsStorage extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly volumes: readonly kubernetes.core.v1.PersistentVolume[];
  readonly classes: readonly kubernetes.storage.v1.StorageClass[];

  constructor(name: string, args: NfsStorageArgs, options?: pulumi.ComponentResourceOptions) {
    const { server, volumes = [], classes = [], connections = maxConnections, affinity, transform } = args;
    checkNfs(args);
    const mountOptions = ["nfsvers=4.1", `nconnect=${connections}`, "hard", "noatime"];

    super("berth:storage:NfsStorage", name, {}, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: charts.csiDriverNfs.name, podSecurity: "privileged", tier: "0-core" },
      childOptions(this, options),
    );
    this.release = chartRelease(
      `${name}-chart`,
      {
        chart: charts.csiDriverNfs,
        namespace: charts.csiDriverNfs.name,
        createNamespace: false,
        // Copying a directory is no snapshot.
        values: {
          controller: { enableSnapshotter: false },
          externalSnapshotter: { enabled: false },
          ...(affinity === undefined ? {} : { node: { affinity } }),
        },
        transform: transform?.release,
      },
      { parent: this, dependsOn: namespace },
    );
    const child = { parent: this, dependsOn: this.release };
    this.volumes = volumes.map((volume) => createVolume(name, server, volume, mountOptions, child));
    this.classes = classes.map((choice) => createClass(name, server, choice, mountOptions, child));
    this.registerOutputs({});
  }
}

const driver = "nfs.csi.k8s.io";
const maxConnections = 16;

function createVolume(
  name: string,
  server: string,
  { name: volume, path, capacity, claim }: NfsVolume,
  mountOptions: string[],
  options: ChildOptions,
): kubernetes.core.v1.PersistentVolume {
  return new kubernetes.core.v1.PersistentVolume(
    `${name}-${volume}`,
    {
      metadata: { name: volume },
      spec: {
        accessModes: ["ReadWriteMany"],
        capacity: { storage: capacity },
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: "",
        mountOptions,
        csi: { driver, volumeHandle: `${server}#${path}`, volumeAttributes: { server, share: path } },
        ...(claim === undefined ? {} : { claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", ...claim } }),
      },
    },
    options,
  );
}

function createClass(
  name: string,
  server: string,
  choice: NfsClass,
  mountOptions: string[],
  options: ChildOptions,
): kubernetes.storage.v1.StorageClass {
  return new kubernetes.storage.v1.StorageClass(
    `${name}-${choice.name}`,
    {
      metadata: { name: choice.name, ...defaultClassAnnotations(choice) },
      provisioner: driver,
      parameters: { server, share: choice.path, subDir: "${pvc.metadata.namespace}/${pvc.metadata.name}" },
      reclaimPolicy: choice.reclaimPolicy,
      volumeBindingMode: "Immediate",
      mountOptions,
    },
    { ...options, deleteBeforeReplace: true },
  );
}

function checkNfs({ volumes = [], classes = [], connections = maxConnections }: NfsStorageArgs): void {
  const paths = [
    ...volumes.map(({ name, path }) => ({ at: `volumes[${name}]`, path })),
    ...classes.map(({ name, path }) => ({ at: `classes[${name}]`, path })),
  ];
  const claims = volumes.flatMap(({ name, claim }) => (claim === undefined ? [] : [{ name, id: `${claim.namespace}/${claim.name}` }]));
  const findings: readonly Finding[] = [
    ...paths
      .filter(({ path }) => !/^\/[^\s]*$/.test(path))
      .map(({ at, path }) => ({
        path: `nfs.${at}.path`,
        value: path,
        message: "is no absolute path",
        fix: "use what `showmount -e` prints",
      })),
    ...volumes
      .filter(({ capacity }) => !isQuantity(capacity))
      .map(({ name, capacity }) => ({
        path: `nfs.volumes[${name}].capacity`,
        value: capacity,
        message: "is no size",
        fix: "use one such as 4Ti",
      })),
    ...claims
      .filter(({ id }, index) => claims.findIndex((other) => other.id === id) < index)
      .map(({ name, id }) => ({
        path: `nfs.volumes[${name}].claim`,
        value: id,
        message: "has another volume already",
        fix: "give each claim one",
      })),
    ...checkStorageClasses(classes, "nfs.classes"),
    ...(Number.isInteger(connections) && connections >= 1 && connections <= maxConnections
      ? []
      : [{ path: "nfs.connections", value: String(connections), message: "is no number from 1 to 16", fix: "leave it out" }]),
  ];
  if (findings.length > 0) {
    throw new UserError("the NFS server cannot be used as described", findings);
  }
}
