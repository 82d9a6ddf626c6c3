import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import { reloaderResources } from "../../infra/utilities/reloader";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { createNamespace } from "../namespace";
import { placementValues } from "../placement-values";

export interface ReloaderArgs {
  /** Namespaces in which nothing is restarted, annotated or not. Default: none. */
  readonly ignoredNamespaces?: readonly string[];
  /** Makes a PodMonitor, whose kind has to exist. Default false. */
  readonly monitored?: boolean;
  /** Where its pod runs. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/** The values of the chart, reloader 2.2, that Berth sets. */
export interface ReloaderValues {
  readonly fullnameOverride: string;
  readonly reloader: {
    readonly autoReloadAll: false;
    readonly reloadStrategy: "annotations";
    readonly ignoreNamespaces: string;
    /** The chart's own spelling. */
    readonly readOnlyRootFileSystem: true;
    readonly podMonitor: { readonly enabled: boolean };
    readonly deployment: {
      readonly containerSecurityContext: {
        readonly allowPrivilegeEscalation: false;
        readonly readOnlyRootFilesystem: true;
        readonly capabilities: { readonly drop: readonly ["ALL"] };
      };
      readonly resources: typeof reloaderResources;
    } & ReturnType<typeof placementValues>;
  };
}

export function reloaderValues({ ignoredNamespaces = [], monitored = false, placement }: ReloaderArgs): ReloaderValues {
  return {
    fullnameOverride: charts.reloader.name,
    reloader: {
      // The chart's default, said because much depends on it: only what carries the annotation is restarted.
      autoReloadAll: false,
      // A pod's annotation changes instead of its environment, which GitOps and Pulumi would set back.
      reloadStrategy: "annotations",
      ignoreNamespaces: [...ignoredNamespaces].sort().join(","),
      readOnlyRootFileSystem: true,
      podMonitor: { enabled: monitored },
      deployment: {
        containerSecurityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
        resources: reloaderResources,
        ...placementValues(placement),
      },
    },
  };
}

/**
 * Reloader: restarts what uses a Secret or ConfigMap that has changed. Only workloads that ask for it with the annotation
 * `reloader.stakater.com/auto: "true"` (or one that names what to watch) are touched.
 *
 * @see https://github.com/stakater/Reloader
 */
export class Reloader extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;

  constructor(name: string, args: ReloaderArgs = {}, options?: pulumi.ComponentResourceOptions) {
    const values = { ...reloaderValues(args) };

    super("berth:utilities:Reloader", name, {}, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: charts.reloader.name, podSecurity: "restricted", tier: "1-cluster" },
      childOptions(this, options),
    );
    this.release = chartRelease(
      `${name}-chart`,
      { chart: charts.reloader, namespace: charts.reloader.name, createNamespace: false, values, transform: args.transform?.release },
      { parent: this, dependsOn: namespace },
    );
    this.registerOutputs({});
  }
}
