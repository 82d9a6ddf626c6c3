import { deviceNameOf, isDeviceResource } from "../machines/devices";
import { gpuVendorOf } from "../machines/gpu-resources";
import { capabilityKey, discoveredGpuLabel } from "../../hardware/capabilities";
import type { MachineRow } from "../../hardware/schema";
import type { NodeRequirement, WorkloadRow } from "../../workloads/schema";
import { formatMemoryBytes } from "../../quantities/quantity";
import type { Remarks } from "../remarks";

type GpuRow = NonNullable<WorkloadRow["gpu"]>;

export interface ObservedNeeds {
  readonly gpu?: GpuRow;
  readonly devices: readonly string[];
  /** Scratch space, where the machines say how much they have. */
  readonly extended: Readonly<Record<string, string>>;
  /** Keys of taints that follow from the card. */
  readonly impliedTolerations: readonly string[];
  /** Why the table cannot hold what the workload asks for, although it runs. */
  readonly inexpressible: readonly string[];
}

/**
 * The cards and devices that a workload asks for by extended resources. The model is written where the vendor's cards
 * are advertised as several resources, because a vendor alone would then not say which.
 *
 * @param others what one pod requests besides CPU and memory.
 */
export function hardwareNeedsOf(
  id: string,
  others: Readonly<Record<string, number>>,
  machines: readonly MachineRow[],
  remarks: Remarks,
): ObservedNeeds {
  const devices: string[] = [];
  const inexpressible: string[] = [];
  const extended: Record<string, string> = {};
  let gpu: { readonly row: GpuRow; readonly resource: string } | undefined;
  for (const [resource, count] of Object.entries(others)) {
    const vendor = gpuVendorOf(resource);
    const known = machines.some((machine) => machine.devices?.includes(deviceNameOf(resource)) === true);
    if (vendor !== undefined && gpu === undefined) {
      const row = gpuRowOf(vendor, resource, count, machines);
      gpu = row === undefined ? undefined : { row, resource };
      if (row === undefined) {
        inexpressible.push(`${count} ${resource}`);
      }
    } else if (isDeviceResource(resource) && known) {
      devices.push(deviceNameOf(resource));
      remarks.add(
        "changed",
        id,
        `asks for ${count} ${resource}; the table has the device ${deviceNameOf(resource)}, of which it does not count the pieces`,
      );
    } else if (resource === "ephemeral-storage" && machines.some(({ ephemeralStorage }) => ephemeralStorage !== undefined)) {
      extended[resource] = formatMemoryBytes(count);
    } else if (resource.includes("/")) {
      inexpressible.push(`${count} ${resource}`);
    } else {
      remarks.add("left out", id, `its request of ${resource}, which the tables do not count`);
    }
  }
  return {
    ...(gpu === undefined ? {} : { gpu: gpu.row }),
    devices,
    extended,
    impliedTolerations: gpu === undefined ? [] : [gpu.resource],
    inexpressible,
  };
}

function gpuRowOf(vendor: GpuRow["vendor"], resource: string, count: number, machines: readonly MachineRow[]): GpuRow | undefined {
  const cards = machines.flatMap(({ gpus }) => (gpus ?? []).filter((card) => card.vendor === vendor));
  const models = [...new Set(cards.filter((card) => card.resource === resource).map(({ model }) => model))];
  const [model] = models;
  const counted = count === 1 ? {} : { count };
  if (model === undefined) {
    return undefined;
  }
  if (cards.every((card) => card.resource === resource)) {
    return { vendor, ...counted };
  }
  const isTold = models.length === 1 && cards.every((card) => card.model !== model || card.resource === resource);
  return isTold ? { vendor, model, ...counted } : undefined;
}

/** Requirements that a card brings along by itself go, and one that names a model of its vendor becomes the card's. */
export function foldIntoGpu(
  gpu: GpuRow | undefined,
  requires: readonly NodeRequirement[],
  machines: readonly MachineRow[],
): { readonly gpu?: GpuRow; readonly requires: readonly NodeRequirement[] } {
  if (gpu === undefined) {
    return { requires };
  }
  const discovered = discoveredGpuLabel[gpu.vendor];
  const models = new Set(
    machines.flatMap(({ gpus }) => (gpus ?? []).filter(({ vendor }) => vendor === gpu.vendor).map(({ model }) => model)),
  );
  let model = gpu.model;
  const rest = requires.filter((requirement) => {
    const value = requirement.operator === "In" && requirement.values.length === 1 ? requirement.values[0] : undefined;
    if (
      requirement.key === capabilityKey.gpuModel &&
      value !== undefined &&
      models.has(value) &&
      (model === undefined || model === value)
    ) {
      model = value;
      return false;
    }
    return !(requirement.key === discovered.key && (value === discovered.value || requirement.operator === "Exists"));
  });
  return {
    gpu: { vendor: gpu.vendor, ...(model === undefined ? {} : { model }), ...(gpu.count === undefined ? {} : { count: gpu.count }) },
    requires: rest,
  };
}
