import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { gpuFeatureRule } from "../../infra/devices/gpu-feature-rule";
import { gpuPluginNeeds } from "../../infra/devices/gpu-plugin-needs";
import type { HardwareProfile } from "../../infra/hardware/machine";
import type { PodPlacement } from "../../infra/placement/emit/pod-placement";
import type { Tier } from "../../infra/workloads/schema";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { createNamespace } from "../namespace";
import { placementValues } from "../placement-values";

export interface NodeFeatureDiscoveryArgs {
  readonly hardware: Pick<HardwareProfile, "machines">;
  /** Where its own controllers run; its worker runs on every node. Default: anywhere. */
  readonly placement?: PodPlacement | undefined;
  /** Of its namespace. Default `1-cluster`. */
  readonly tier?: Tier;
  /** Which nodes its worker leaves out. Default: none. */
  readonly affinity?: NonNullable<PodPlacement["affinity"]>;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/**
 * Node Feature Discovery, with a rule for each vendor of which a machine has a card. Its labels are what GPU workloads
 * and device plugins are placed by, so that they follow a card to another machine.
 *
 * @see https://kubernetes-sigs.github.io/node-feature-discovery/
 */
export class NodeFeatureDiscovery extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly rules: readonly kubernetes.apiextensions.CustomResource[];

  constructor(name: string, args: NodeFeatureDiscoveryArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, placement, tier = "1-cluster", affinity, transform } = args;
    const gpus = vendors.flatMap((vendor) => {
      const needs = gpuPluginNeeds(hardware, vendor);
      return needs === undefined ? [] : [{ vendor, rule: gpuFeatureRule(vendor, needs.resource) }];
    });
    const controller = placementValues(placement);

    super("berth:devices:NodeFeatureDiscovery", name, {}, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: charts.nodeFeatureDiscovery.name, podSecurity: "privileged", tier },
      childOptions(this, options),
    );
    this.release = chartRelease(
      `${name}-chart`,
      {
        chart: charts.nodeFeatureDiscovery,
        namespace: charts.nodeFeatureDiscovery.name,
        createNamespace: false,
        values: {
          ...(placement === undefined ? {} : { master: controller, gc: controller }),
          worker: { tolerations: [{ operator: "Exists" }], ...(affinity === undefined ? {} : { affinity }) },
        },
        transform: transform?.release,
      },
      { parent: this, dependsOn: namespace },
    );
    this.rules = gpus.map(
      ({ vendor, rule }) =>
        new kubernetes.apiextensions.CustomResource(
          `${name}-${vendor}`,
          { apiVersion: "nfd.k8s-sigs.io/v1alpha1", kind: "NodeFeatureRule", metadata: { name: `berth-${vendor}-gpu` }, spec: rule },
          { parent: this, dependsOn: this.release },
        ),
    );
    this.registerOutputs({});
  }
}

const vendors = ["amd", "intel", "nvidia"] as const;
