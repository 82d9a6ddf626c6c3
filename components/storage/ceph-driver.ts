import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import type { Chart } from "../charts";
import type { ChildOptions } from "../child-options";
import { createNamespace } from "../namespace";
import { placementValues } from "../placement-values";
import { type CephCluster, type CephUser, checkCephCluster } from "./ceph-cluster";
import { type StorageClassChoice, checkStorageClasses, defaultClassAnnotations } from "./storage-class";

/** What a user says about either driver. */
export interface CephStorageArgs {
  readonly cluster: CephCluster;
  readonly user: CephUser;
  readonly classes?: readonly StorageClassChoice[];
  /**
   * Name of the VolumeSnapshotClass to make, which backups name. Its kind comes with the snapshot controller: depend on
   * that component. Default: none is made.
   */
  readonly snapshotClass?: string;
  /** How many of its controllers run; they elect one. Default 2. */
  readonly replicas?: number;
  /** Where its controllers run. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/** What the two drivers differ in. */
export interface CephDriver {
  readonly chart: Chart;
  /** Name under which the kubelet and StorageClasses know it. */
  readonly provisioner: string;
  /** Names of the keys of its Secret under which the user's name and key stand. */
  readonly secretKeys: readonly { readonly id: string; readonly key: string }[];
  readonly classes: readonly StorageClassChoice[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly mountOptions?: readonly string[];
}

/** The children of a component for one driver. */
export interface CephStorage {
  readonly release: kubernetes.helm.v3.Release;
  readonly classes: readonly kubernetes.storage.v1.StorageClass[];
  readonly snapshotClass: kubernetes.apiextensions.CustomResource | undefined;
}

/** @throws UserError with all that keeps the driver from working. `other` is what its component found. */
export function checkCephStorage(
  { cluster, user }: CephStorageArgs,
  classes: readonly StorageClassChoice[],
  other: readonly Finding[] = [],
): void {
  const findings = [...checkCephCluster(cluster, user), ...checkStorageClasses(classes, "ceph.classes"), ...other];
  if (findings.length > 0) {
    throw new UserError("the Ceph cluster cannot be used as described", findings);
  }
}

/**
 * A driver in a namespace of its own: the two charts' ConfigMaps have the same names. Its metrics are off, each would
 * take a port of every node. Talos has no /etc/selinux to mount.
 *
 * @see https://github.com/ceph/ceph-csi/tree/devel/charts
 */
export function createCephStorage(name: string, driver: CephDriver, args: CephStorageArgs, options: ChildOptions): CephStorage {
  const { chart, provisioner, parameters } = driver;
  const { cluster, user, replicas = 2, placement, transform } = args;
  const { parent } = options;
  const namespace = createNamespace(`${name}-namespace`, { name: chart.name, podSecurity: "privileged", tier: "0-core" }, options);
  const secret = new kubernetes.core.v1.Secret(
    `${name}-user`,
    { metadata: { name: secretName, namespace: chart.name }, stringData: pulumi.secret(credentials(driver, user)) },
    { parent, dependsOn: namespace },
  );
  const values = {
    csiConfig: [{ clusterID: cluster.id, monitors: cluster.monitors }],
    selinuxMount: false,
    nodeplugin: { tolerations: [{ operator: "Exists" }], httpMetrics: { enabled: false } },
    provisioner: { replicaCount: replicas, httpMetrics: { enabled: false }, ...placementValues(placement) },
  };
  const release = chartRelease(
    `${name}-chart`,
    { chart, namespace: chart.name, createNamespace: false, values, transform: transform?.release },
    { parent, dependsOn: namespace },
  );
  const ready = { parent, dependsOn: [release, secret] };
  const classes = driver.classes.map(
    (choice) =>
      new kubernetes.storage.v1.StorageClass(
        `${name}-${choice.name}`,
        {
          metadata: { name: choice.name, ...defaultClassAnnotations(choice) },
          provisioner,
          parameters: {
            clusterID: cluster.id,
            ...parameters,
            ...secretParameters(chart.name, ["provisioner", "controller-expand", "node-stage"]),
          },
          reclaimPolicy: choice.reclaimPolicy,
          allowVolumeExpansion: true,
          volumeBindingMode: "Immediate",
          ...(driver.mountOptions === undefined ? {} : { mountOptions: [...driver.mountOptions] }),
        },
        { ...ready, deleteBeforeReplace: true },
      ),
  );
  return { release, classes, snapshotClass: createSnapshotClass(name, driver, args, ready) };
}

const secretName = "ceph-user";

function credentials({ secretKeys }: CephDriver, user: CephUser): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    secretKeys.flatMap(({ id, key }): readonly (readonly [string, pulumi.Input<string>])[] => [
      [id, user.id],
      [key, user.key],
    ]),
  );
}

function secretParameters(namespace: string, uses: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    uses.flatMap((use) => [
      [`csi.storage.k8s.io/${use}-secret-name`, secretName],
      [`csi.storage.k8s.io/${use}-secret-namespace`, namespace],
    ]),
  );
}

function createSnapshotClass(
  name: string,
  { chart, provisioner }: CephDriver,
  { cluster, snapshotClass }: CephStorageArgs,
  options: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource | undefined {
  if (snapshotClass === undefined) {
    return undefined;
  }
  return new kubernetes.apiextensions.CustomResource(
    `${name}-snapshots`,
    {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: { name: snapshotClass },
      driver: provisioner,
      deletionPolicy: "Delete",
      parameters: { clusterID: cluster.id, ...secretParameters(chart.name, ["snapshotter"]) },
    },
    options,
  );
}
