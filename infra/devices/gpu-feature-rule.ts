import { discoveredGpuLabel } from "../hardware/capabilities";
import type { Gpu } from "../hardware/schema";

interface MatchExpression {
  readonly op: "In" | "Exists";
  readonly value?: readonly string[];
}

/** Spec of a NodeFeatureRule (`nfd.k8s-sigs.io/v1alpha1`). */
export interface GpuFeatureRule {
  readonly rules: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly matchFeatures: readonly {
      readonly feature: "pci.device" | "kernel.enabledmodule";
      readonly matchExpressions: Readonly<Record<string, MatchExpression>>;
    }[];
  }[];
}

/** PCI vendor, and the classes of what can compute: VGA, 3D and other display controllers. */
const pciVendor: Readonly<Record<Gpu["vendor"], string>> = { intel: "8086", nvidia: "10de", amd: "1002" };
const displayClasses = ["0300", "0302", "0380"];

/**
 * The rule by which Node Feature Discovery labels the nodes that have a card of a vendor *and* its driver: a card that
 * no driver has taken serves no pod. The label follows the card from machine to machine.
 *
 * @param resource Intel's plugin names it after the driver: `gpu.intel.com/i915` or `gpu.intel.com/xe`.
 * @see https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/customization-guide.html
 */
export function gpuFeatureRule(vendor: Gpu["vendor"], resource: string): GpuFeatureRule {
  const { key, value } = discoveredGpuLabel[vendor];
  return {
    rules: [
      {
        name: `${vendor} GPU`,
        labels: { [key]: value },
        matchFeatures: [
          {
            feature: "pci.device",
            matchExpressions: { vendor: { op: "In", value: [pciVendor[vendor]] }, class: { op: "In", value: displayClasses } },
          },
          { feature: "kernel.enabledmodule", matchExpressions: { [driverOf(vendor, resource)]: { op: "Exists" } } },
        ],
      },
    ],
  };
}

function driverOf(vendor: Gpu["vendor"], resource: string): string {
  switch (vendor) {
    case "nvidia":
      return "nvidia";
    case "amd":
      return "amdgpu";
    case "intel":
      return resource.endsWith("/xe") ? "xe" : "i915";
  }
}
