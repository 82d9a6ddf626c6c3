import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { placementValues } from "../placement-values";

export interface SnapshotControllerArgs {
  /** Where it runs. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * The kinds VolumeSnapshot, VolumeSnapshotContent and VolumeSnapshotClass, and the controller that acts on them for
 * every CSI driver. Each cluster has one.
 *
 * @see https://github.com/piraeusdatastore/helm-charts/tree/main/charts/snapshot-controller
 */
export class SnapshotController extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: SnapshotControllerArgs = {}, options?: pulumi.ComponentResourceOptions) {
    const { placement, transform } = args;
    const values = { controller: { replicaCount: 1, ...placementValues(placement) } };

    super("berth:storage:SnapshotController", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.snapshotController, namespace: "snapshot-controller", values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}
