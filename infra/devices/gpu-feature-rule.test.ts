import type { Gpu } from "../hardware/schema";
import { gpuFeatureRule } from "./gpu-feature-rule";

const displayClasses = ["0300", "0302", "0380"];

describe("the rule that labels nodes with a card", () => {
  it.each<[Gpu["vendor"], string, string, string, string]>([
    ["nvidia", "nvidia.com/gpu", "nvidia.com/gpu.present", "10de", "nvidia"],
    ["intel", "gpu.intel.com/i915", "intel.feature.node.kubernetes.io/gpu", "8086", "i915"],
    ["intel", "gpu.intel.com/xe", "intel.feature.node.kubernetes.io/gpu", "8086", "xe"],
    ["amd", "amd.com/gpu", "feature.node.kubernetes.io/amd-gpu", "1002", "amdgpu"],
  ])("finds a card of %s (%s) and its driver", (vendor, resource, label, pciVendor, driver) => {
    expect(gpuFeatureRule(vendor, resource)).toEqual({
      rules: [
        {
          name: `${vendor} GPU`,
          labels: { [label]: "true" },
          matchFeatures: [
            {
              feature: "pci.device",
              matchExpressions: { vendor: { op: "In", value: [pciVendor] }, class: { op: "In", value: displayClasses } },
            },
            { feature: "kernel.enabledmodule", matchExpressions: { [driver]: { op: "Exists" } } },
          ],
        },
      ],
    });
  });
});
