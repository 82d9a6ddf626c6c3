import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { liqoNamespace } from "../../../infra/burst/federation/liqo-peering";
import type { LiqoValues } from "../../../infra/burst/federation/liqo-values";
import { type ReleaseTransform, chartRelease } from "../../chart-release";
import { charts } from "../../charts";
import { childOptions } from "../../child-options";
import { createNamespace } from "../../namespace";

export interface LiqoArgs {
  readonly values: LiqoValues<pulumi.Input<string>>;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Liqo in one cluster of a federation. It makes interfaces and routes on every node, which only a privileged namespace
 * may. Peering is another component's.
 *
 * @see https://docs.liqo.io/en/stable/installation/install.html
 */
export class Liqo extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, { values, transform }: LiqoArgs, options?: pulumi.ComponentResourceOptions) {
    super("berth:cloud:Liqo", name, {}, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: liqoNamespace, podSecurity: "privileged", tier: "1-cluster" },
      childOptions(this, options),
    );
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.liqo, namespace: liqoNamespace, createNamespace: false, values: { ...values }, transform: transform?.release },
      { parent: this, dependsOn: namespace },
    );
    this.registerOutputs({});
  }
}
