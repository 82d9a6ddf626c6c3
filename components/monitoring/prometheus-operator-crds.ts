import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { chartRelease, type ReleaseTransform } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";

export interface PrometheusOperatorCrdsArgs {
  /** Where Helm keeps what it knows of the release. Has to exist. */
  readonly namespace: string;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * The kinds PrometheusRule, AlertmanagerConfig, ServiceMonitor and so on, without an operator: what reads them, Alloy for
 * example, needs no more. Whoever installs a chart that brings them too tells it not to.
 */
export class PrometheusOperatorCrds extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: PrometheusOperatorCrdsArgs, options?: pulumi.ComponentResourceOptions) {
    const { namespace, transform } = args;

    super("berth:monitoring:PrometheusOperatorCrds", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.prometheusOperatorCrds, namespace, createNamespace: false, values: {}, transform: transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}
