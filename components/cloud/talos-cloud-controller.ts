import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { talosApiNamespace } from "../os/patches/burst-home";

export interface TalosCloudControllerArgs {
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Asks rented machines for their ids and writes them into their nodes, without which Karpenter never recognises what it
 * has bought. Of its controllers only the one that does this: another would delete nodes that no cloud knows, which all
 * machines at home are. It leaves those alone, because their kubelets do not ask for a cloud.
 */
export class TalosCloudController extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, { transform }: TalosCloudControllerArgs = {}, options?: pulumi.ComponentResourceOptions) {
    super("berth:cloud:TalosCloudController", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      {
        chart: charts.talosCloudControllerManager,
        namespace: talosApiNamespace,
        createNamespace: false,
        values: { enabledControllers: ["cloud-node"] },
        transform: transform?.release,
      },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}
