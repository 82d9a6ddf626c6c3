import { capabilityKey, discoveredGpuLabel } from "../../infra/hardware/capabilities";

/** How a vendor's cards show in a cluster. */
export interface GpuVendor {
  readonly name: "nvidia" | "intel" | "amd";
  /** Extended resources of its device plugin. */
  readonly isResource: (name: string) => boolean;
  /** Labels that only nodes with its cards have. */
  readonly isLabel: (key: string) => boolean;
  /** Key of the taint that keeps other pods off its nodes, for a requested resource; by convention the resource. */
  readonly taintKeyOf: (resource: string) => string;
  /** Keys of all such taints. */
  readonly taintKeys: readonly string[];
}

/** The PCI vendor ids of display devices, as node-feature-discovery writes them: `pci-<class>_<vendor>` or short. */
function pciLabel(vendorId: string): (key: string) => boolean {
  const pattern = new RegExp(`^feature\\.node\\.kubernetes\\.io/pci-(03\\d\\d_)?${vendorId}\\.`);
  return (key) => pattern.test(key);
}

export const gpuVendors: readonly GpuVendor[] = [
  {
    name: "nvidia",
    isResource: (name) => /^nvidia\.com\/(gpu|mig-)/.test(name),
    // Besides the card's own labels, gpu-feature-discovery sets those of the driver and of MIG.
    isLabel: (key) => key === discoveredGpuLabel.nvidia.key || /^nvidia\.com\/(gpu|mig|cuda)[.-]/.test(key) || pciLabel("10de")(key),
    taintKeyOf: () => "nvidia.com/gpu",
    taintKeys: ["nvidia.com/gpu"],
  },
  {
    name: "intel",
    isResource: (name) => /^gpu\.intel\.com\/(i915|xe)$/.test(name),
    // Other Intel devices carry the same vendor id, so only display classes count.
    isLabel: (key) =>
      key === discoveredGpuLabel.intel.key ||
      key.startsWith("gpu.intel.com/") ||
      /^feature\.node\.kubernetes\.io\/pci-03\d\d_8086\./.test(key),
    taintKeyOf: (resource) => resource,
    taintKeys: ["gpu.intel.com/i915", "gpu.intel.com/xe"],
  },
  {
    name: "amd",
    isResource: (name) => name === "amd.com/gpu",
    isLabel: (key) =>
      key === discoveredGpuLabel.amd.key ||
      /^(beta\.)?amd\.com\/gpu[.-]/.test(key) ||
      /^feature\.node\.kubernetes\.io\/pci-03\d\d_1002\./.test(key),
    taintKeyOf: (resource) => resource,
    taintKeys: ["amd.com/gpu"],
  },
];

/** Label keys that nodes with any vendor's card have. */
export const anyGpuLabels: ReadonlySet<string> = new Set([capabilityKey.gpuVendor, capabilityKey.gpuModel]);
