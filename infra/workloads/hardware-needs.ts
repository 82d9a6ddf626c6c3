import { capabilityKey, deviceKey, discoveredGpuLabel } from "../hardware/capabilities";
import type { Machine } from "../hardware/machine";
import type { Gpu } from "../hardware/schema";
import type { NodeRequirement, ParsedWorkload, Toleration } from "./schema";

/** What a pod must ask of a node to get the cards and devices that its row names. */
export interface HardwareNeeds {
  readonly extended: Readonly<Record<string, number>>;
  readonly requires: readonly NodeRequirement[];
  readonly tolerations: readonly Toleration[];
}

/**
 * A card is requested as its device plugin's extended resource, found by the label that discovery sets (it follows
 * the card) and, where the model matters, by Berth's own; its node's taint carries the resource's name by convention.
 */
export function hardwareNeedsOf({ gpu, devices }: Pick<ParsedWorkload, "gpu" | "devices">, machines: readonly Machine[]): HardwareNeeds {
  const deviceRequirements = devices.map((device): NodeRequirement => ({ key: deviceKey(device), operator: "In", values: ["true"] }));
  if (gpu === undefined) {
    return { extended: {}, requires: deviceRequirements, tolerations: [] };
  }
  const [resource] = gpuResources(gpu, machines);
  const label = discoveredGpuLabel[gpu.vendor];
  const requires: NodeRequirement[] = [{ key: label.key, operator: "In", values: [label.value] }];
  if (gpu.model !== undefined) {
    requires.push({ key: capabilityKey.gpuModel, operator: "In", values: [gpu.model] });
  }
  return {
    extended: resource === undefined ? {} : { [resource]: gpu.count },
    requires: [...requires, ...deviceRequirements],
    tolerations: resource === undefined ? [] : [{ key: resource, operator: "Exists" }],
  };
}

/** The extended resources under which the machines advertise a card, sorted; a pod can request only one of them. */
export function gpuResources(
  gpu: { readonly vendor: Gpu["vendor"]; readonly model?: string | undefined },
  machines: readonly Machine[],
): readonly string[] {
  return [...new Set(machines.flatMap(({ gpus }) => gpus.filter((card) => isWanted(gpu, card)).map(({ resource }) => resource)))].sort();
}

function isWanted(gpu: { readonly vendor: Gpu["vendor"]; readonly model?: string | undefined }, card: Gpu): boolean {
  return card.vendor === gpu.vendor && (gpu.model === undefined || card.model === gpu.model);
}
