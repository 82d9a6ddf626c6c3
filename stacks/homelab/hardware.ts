import type { HardwareTable } from "../../infra/hardware/schema";

/**
 * The four machines of the homelab.
 *
 * Threads, memory, GPUs and roles are those of seed 000, "Hardware Inventory", in its decimal gigabytes. Cores and the
 * power of talos02-gpu are corrected from the processors' data sheets. Addresses and idle watts are assumptions; all
 * of them are listed in docs/stacks/homelab.md.
 */
export const hardware: HardwareTable = {
  cluster: {
    name: "homelab",
    // Assumed: the API is reached at the one control plane's own address.
    endpoint: "https://192.168.1.10:6443",
    // The Kubernetes release that Talos v1.12.11 ships.
    kubernetesVersion: "1.35.4",
    operatingSystem: { kind: "talos", version: "v1.12.11" },
  },
  machines: [
    {
      name: "talos00",
      role: "control-plane",
      pool: "control-plane",
      cpu: { model: "AMD Ryzen Embedded V1500B", cores: 4, threads: 8 },
      memory: "17G",
      // The top of its configurable 12 to 25 W.
      power: { idleWatts: 10, tdpWatts: 25 },
      address: "192.168.1.10",
    },
    {
      name: "talos01",
      role: "worker",
      pool: "general",
      // The seed's "12c" are threads: 2 performance cores with two each, 8 efficiency cores.
      cpu: { model: "Intel Core i3-1220P", cores: 10, threads: 12 },
      memory: "24G",
      power: { idleWatts: 9, tdpWatts: 28 },
      gpus: [{ vendor: "intel", model: "uhd-graphics", resource: "gpu.intel.com/i915", shares: 10 }],
      address: "192.168.1.11",
    },
    {
      name: "talos02-gpu",
      role: "worker",
      pool: "compute",
      // Arrow Lake-H, not Meteor Lake; its cores have one thread each.
      cpu: { model: "Intel Core Ultra 5 225H", cores: 14, threads: 14 },
      memory: "64G",
      // Processor base power. The seed's 45 W would be a sustained limit that the firmware raises it to.
      power: { idleWatts: 12, tdpWatts: 28 },
      gpus: [{ vendor: "intel", model: "arc-130t", resource: "gpu.intel.com/i915", shares: 10 }],
      address: "192.168.1.12",
    },
    {
      name: "talos03",
      role: "worker",
      pool: "efficient",
      cpu: { model: "AMD Ryzen 7 5800U", cores: 8, threads: 16 },
      memory: "15G",
      power: { idleWatts: 7, tdpWatts: 15 },
      gpus: [{ vendor: "amd", model: "radeon-vega-8", resource: "amd.com/gpu" }],
      address: "192.168.1.13",
    },
  ],
};
