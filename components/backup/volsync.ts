import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { placementValues } from "../placement-values";

export interface VolsyncArgs {
  /** Where its controller runs. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * VolSync, which backs volumes up and restores them. What moves the data runs in the namespaces of the volumes.
 *
 * @see https://volsync.readthedocs.io/
 */
export class Volsync extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: VolsyncArgs = {}, options?: pulumi.ComponentResourceOptions) {
    const { placement, transform } = args;
    const values = { resources: { limits: { cpu: null } }, ...placementValues(placement) };

    super("berth:backup:Volsync", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.volsync, namespace: "volsync-system", values, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}
