import type { Gpu, ParsedMachine } from "./schema";

/** Prefix of the labels that Berth derives and owns. */
export const capabilityPrefix = "berth.dev/";

/** Keys of the derived labels. */
export const capabilityKey = {
  pool: "berth.dev/pool",
  memoryClass: "berth.dev/memory-class",
  powerClass: "berth.dev/power-class",
  /** Of rented servers: whether one stays however small its fleet gets. */
  lifecycle: "berth.dev/lifecycle",
  gpuVendor: "berth.dev/gpu-vendor",
  gpuModel: "berth.dev/gpu-model",
  /** Failure domain; Kubernetes' own key, so that spreading over zones works. */
  zone: "topology.kubernetes.io/zone",
} as const;

/** Values that `berth.dev/memory-class` can have. */
export const memoryClasses = ["low", "standard", "high"] as const;
/** Values that `berth.dev/power-class` can have. */
export const powerClasses = ["efficient", "standard", "performance"] as const;

export type MemoryClass = (typeof memoryClasses)[number];
export type PowerClass = (typeof powerClasses)[number];

/** Values that `berth.dev/lifecycle` can have. Data on a node's disk belongs where it is `permanent`. */
export const lifecycles = ["permanent", "elastic"] as const;

/** Key of the label that says that a device is plugged in; its value is `true`. */
export function deviceKey(device: string): string {
  return `${capabilityPrefix}device.${device}`;
}

const gibibyte = 1024 ** 3;

/**
 * `high` from 40 GiB, `standard` from 20 GiB, `low` below. The limits lie between the sizes that memory is sold in
 * (16 and 24, 32 and 48 GB), so that what the firmware keeps for itself never changes a machine's class.
 */
export function memoryClassOf(memoryBytes: number): MemoryClass {
  if (memoryBytes >= 40 * gibibyte) {
    return "high";
  }
  return memoryBytes >= 20 * gibibyte ? "standard" : "low";
}

/** `efficient` up to 15 W of thermal design power, `standard` up to 35 W, `performance` above. */
export function powerClassOf(tdpWatts: number): PowerClass {
  if (tdpWatts <= 15) {
    return "efficient";
  }
  return tdpWatts <= 35 ? "standard" : "performance";
}

/** The labels that follow from what a machine is. Berth sets them on the node. */
export function capabilityLabels(machine: ParsedMachine, memoryBytes: number): Readonly<Record<string, string>> {
  const [gpu] = machine.gpus;
  return {
    [capabilityKey.pool]: machine.pool,
    [capabilityKey.memoryClass]: memoryClassOf(memoryBytes),
    // What a rented server draws is not known, and not its tenant's to pay.
    ...(machine.rented === undefined
      ? { [capabilityKey.powerClass]: powerClassOf(machine.power.tdpWatts) }
      : { [capabilityKey.lifecycle]: machine.rented.permanent ? "permanent" : "elastic" }),
    ...(gpu === undefined ? {} : { [capabilityKey.gpuVendor]: gpu.vendor, [capabilityKey.gpuModel]: gpu.model }),
    ...Object.fromEntries(machine.devices.map((device) => [deviceKey(device), "true"])),
    ...(machine.zone === undefined ? {} : { [capabilityKey.zone]: machine.zone }),
  };
}

/**
 * The label by which the cluster's own discovery marks a node with a card of each vendor; it follows the card. The
 * vendors' operators set these labels, and where there is no operator the rules in infra/devices/gpu-feature-rule.ts do.
 *
 * - intel: https://intel.github.io/intel-device-plugins-for-kubernetes/cmd/gpu_plugin/README.html
 * - nvidia: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/
 * - amd: https://instinct.docs.amd.com/projects/gpu-operator/
 */
export const discoveredGpuLabel: Readonly<Record<Gpu["vendor"], { readonly key: string; readonly value: string }>> = {
  intel: { key: "intel.feature.node.kubernetes.io/gpu", value: "true" },
  nvidia: { key: "nvidia.com/gpu.present", value: "true" },
  amd: { key: "feature.node.kubernetes.io/amd-gpu", value: "true" },
};

/** The labels that discovery puts on a machine's node. */
export function discoveredLabels(machine: ParsedMachine): Readonly<Record<string, string>> {
  return Object.fromEntries(machine.gpus.map(({ vendor }) => [discoveredGpuLabel[vendor].key, discoveredGpuLabel[vendor].value]));
}
