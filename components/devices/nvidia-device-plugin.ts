import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { type GpuPluginNeeds, gpuPluginNeeds } from "../../infra/devices/gpu-plugin-needs";
import { UserError } from "../../infra/diagnostics/user-error";
import type { HardwareProfile } from "../../infra/hardware/machine";
import { type ReleaseTransform, chartRelease } from "../chart-release";
import { charts } from "../charts";
import { childOptions } from "../child-options";
import { createNamespace } from "../namespace";

export interface NvidiaDevicePluginArgs {
  readonly hardware: Pick<HardwareProfile, "machines">;
  /**
   * Whether nodes are labelled with what their cards are, through Node Feature Discovery, which has to be there. Default
   * true.
   */
  readonly labels?: boolean;
  readonly transform?: { readonly release?: ReleaseTransform };
}

/** Name of the RuntimeClass: a pod with a card needs `runtimeClassName: nvidia`. */
export const nvidiaRuntimeClass = "nvidia";

/**
 * Makes NVIDIA cards a resource of their nodes, as the hardware table shares them, and labels those nodes with what
 * the cards are. Driver and container toolkit are extensions of Talos' image; NVIDIA's GPU operator supports Talos only
 * from 1.13 on. It runs where Node Feature Discovery found a card, and depends on that component.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/hardware-and-drivers/nvidia-gpu
 * @see https://github.com/NVIDIA/k8s-device-plugin
 * @throws UserError when no machine has a card, or the table names them by another resource.
 */
export class NvidiaDevicePlugin extends pulumi.ComponentResource {
  readonly release: kubernetes.helm.v3.Release;
  readonly runtimeClass: kubernetes.node.v1.RuntimeClass;

  constructor(name: string, args: NvidiaDevicePluginArgs, options?: pulumi.ComponentResourceOptions) {
    const { hardware, labels = true, transform } = args;
    const { nodeLabel, tolerations, shares } = neededPlugin(hardware);
    const values = {
      runtimeClassName: nvidiaRuntimeClass,
      gfd: { enabled: labels },
      nfd: { enabled: false },
      nodeSelector: { [nodeLabel.key]: nodeLabel.value },
      // The chart's own affinity looks for labels of discovery's that ours does not set.
      affinity: null,
      tolerations,
      ...(shares === 1 ? {} : { config: { default: "shared", map: { shared: timeSlicing(shares) } } }),
    };

    super("berth:devices:NvidiaDevicePlugin", name, {}, options);
    const child = childOptions(this, options);
    const namespace = createNamespace(
      `${name}-namespace`,
      { name: charts.nvidiaDevicePlugin.name, podSecurity: "privileged", tier: "0-core" },
      child,
    );
    this.runtimeClass = new kubernetes.node.v1.RuntimeClass(
      `${name}-runtime`,
      { metadata: { name: nvidiaRuntimeClass }, handler: "nvidia" },
      child,
    );
    this.release = chartRelease(
      `${name}-chart`,
      {
        chart: charts.nvidiaDevicePlugin,
        namespace: charts.nvidiaDevicePlugin.name,
        createNamespace: false,
        values,
        transform: transform?.release,
      },
      { parent: this, dependsOn: [namespace, this.runtimeClass] },
    );
    this.registerOutputs({});
  }
}

const nvidiaResource = "nvidia.com/gpu";

function neededPlugin(hardware: Pick<HardwareProfile, "machines">): GpuPluginNeeds {
  const needs = gpuPluginNeeds(hardware, "nvidia");
  if (needs?.resource !== nvidiaResource) {
    throw new UserError("NVIDIA's device plugin is not what the machines need", [
      needs === undefined
        ? { path: "hardware.cards", message: "has no NVIDIA card that a machine has", fix: "leave the plugin out" }
        : {
            path: "hardware.cards.gpu.resource",
            value: needs.resource,
            message: "is not what the plugin advertises",
            fix: `use ${nvidiaResource}`,
          },
    ]);
  }
  return needs;
}

/** One card as several: its pods take turns, and nothing keeps one from using all of its memory. */
function timeSlicing(replicas: number): string {
  return stringify({ version: "v1", sharing: { timeSlicing: { resources: [{ name: nvidiaResource, replicas }] } } });
}
