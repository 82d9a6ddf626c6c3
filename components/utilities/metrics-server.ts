import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { placementValues } from "../placement-values";

export interface MetricsServerArgs {
  /**
   * Whether kubelets have certificates that the cluster signed. They sign their own unless they are told to rotate server
   * certificates and something approves these. Default `self-signed`.
   */
  readonly kubeletCertificates?: "self-signed" | "signed";
  /** Makes a ServiceMonitor, whose kind has to exist. Default false. */
  readonly monitored?: boolean;
  /** Where its pod runs. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/** The values of the chart, metrics-server 3.13, that Berth sets. */
export type MetricsServerValues = {
  readonly args: readonly "--kubelet-insecure-tls"[];
  readonly metrics: { readonly enabled: boolean };
  readonly serviceMonitor: { readonly enabled: boolean };
} & ReturnType<typeof placementValues>;

export function metricsServerValues(args: MetricsServerArgs): MetricsServerValues {
  const { kubeletCertificates = "self-signed", monitored = false, placement } = args;
  return {
    args: kubeletCertificates === "self-signed" ? ["--kubelet-insecure-tls"] : [],
    metrics: { enabled: monitored },
    serviceMonitor: { enabled: monitored },
    ...placementValues(placement),
  };
}

/**
 * metrics-server: what pods and nodes use at the moment, for `kubectl top`, the VPA, and scaling by CPU or memory. In
 * kube-system, where its authentication role is. K3s brings its own.
 *
 * @see https://github.com/kubernetes-sigs/metrics-server
 */
export class MetricsServer extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: MetricsServerArgs = {}, options?: pulumi.ComponentResourceOptions) {
    const values = { ...metricsServerValues(args) };

    super("berth:utilities:MetricsServer", name, {}, options);
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.metricsServer, namespace: "kube-system", createNamespace: false, values, transform: args.transform?.release },
      childOptions(this, options),
    );
    this.registerOutputs({});
  }
}
