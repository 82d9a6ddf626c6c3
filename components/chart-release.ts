import * as kubernetes from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Chart } from "./charts";

/** Changes the arguments of a release before it is made: for what a component has no argument for. */
export type ReleaseTransform = (args: kubernetes.helm.v3.ReleaseArgs) => kubernetes.helm.v3.ReleaseArgs;

export interface ChartReleaseArgs {
  readonly chart: Chart;
  readonly namespace: string;
  /** Whether the release makes its namespace. Default true. */
  readonly createNamespace?: boolean;
  /** `null` takes a default of the chart away, such as a CPU limit. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly transform?: ReleaseTransform | undefined;
}

/** A small machine pulls a chart's images one after the other; more than this is a failure. */
const timeoutSeconds = 600;

/**
 * A Helm release, made with hooks, waited for, and rolled back when it fails. It has the chart's name: two of the same
 * chart in one namespace would fight over the chart's objects anyway.
 */
export function chartRelease(name: string, args: ChartReleaseArgs, options: CustomResourceOptions): kubernetes.helm.v3.Release {
  const { chart, namespace, createNamespace = true, values, transform } = args;
  const release: kubernetes.helm.v3.ReleaseArgs = {
    name: chart.name,
    // An OCI registry has no index to look in: the chart is the whole address.
    ...(chart.repository.startsWith("oci://")
      ? { chart: `${chart.repository}/${chart.name}` }
      : { chart: chart.name, repositoryOpts: { repo: chart.repository } }),
    version: chart.version,
    namespace,
    createNamespace,
    values,
    allowNullValues: true,
    atomic: true,
    skipAwait: false,
    timeout: timeoutSeconds,
  };
  return new kubernetes.helm.v3.Release(name, transform === undefined ? release : transform(release), options);
}
