import type { Finding } from "../diagnostics/finding";
import { UserError } from "../diagnostics/user-error";
import { discoveredGpuLabel } from "../hardware/capabilities";
import type { HardwareProfile } from "../hardware/machine";
import type { Gpu, Taint } from "../hardware/schema";

/** Tolerates every taint of a key and an effect. */
export interface TaintToleration {
  readonly key: string;
  readonly operator: "Exists";
  readonly effect: Taint["effect"];
}

/** What the device plugin of a vendor's cards has to know, all of it from the hardware table. */
export interface GpuPluginNeeds {
  /** The extended resource that it advertises. */
  readonly resource: string;
  /** As how many of the resource it advertises one card. */
  readonly shares: number;
  /** Marks the nodes that it runs on; discovery sets it where the card is. */
  readonly nodeLabel: { readonly key: string; readonly value: string };
  /** Of every taint that a machine with such a card has: the plugin has to get to each card. */
  readonly tolerations: readonly TaintToleration[];
}

/**
 * The needs of one vendor's device plugin, or undefined when no machine has a card of that vendor.
 *
 * @throws UserError when the cards are not advertised alike: a plugin has one configuration for all of its nodes.
 */
export function gpuPluginNeeds({ machines }: Pick<HardwareProfile, "machines">, vendor: Gpu["vendor"]): GpuPluginNeeds | undefined {
  const owners = machines.filter(({ gpus }) => gpus.some((gpu) => gpu.vendor === vendor));
  const gpus = owners.flatMap((machine) => machine.gpus.filter((gpu) => gpu.vendor === vendor));
  const [gpu] = gpus;
  if (gpu === undefined) {
    return undefined;
  }
  const findings = [...differences(gpus, vendor, "resource"), ...differences(gpus, vendor, "shares")];
  if (findings.length > 0) {
    throw new UserError(`one device plugin cannot serve all ${vendor} cards`, findings);
  }
  return {
    resource: gpu.resource,
    shares: gpu.shares,
    nodeLabel: discoveredGpuLabel[vendor],
    tolerations: tolerationsOf(owners.flatMap(({ taints }) => taints)),
  };
}

function differences(gpus: readonly Gpu[], vendor: Gpu["vendor"], field: "resource" | "shares"): readonly Finding[] {
  const values = [...new Set(gpus.map((gpu) => gpu[field]))].sort();
  return values.length === 1
    ? []
    : [
        {
          path: `hardware.cards.gpu.${field}`,
          value: values.join(", "),
          message: `is not the same for all ${vendor} cards`,
          fix: "choose one",
        },
      ];
}

/** Each key and effect once, sorted, so that the order of the machines does not matter. */
function tolerationsOf(taints: readonly Taint[]): readonly TaintToleration[] {
  const byText = new Map(taints.map(({ key, effect }) => [`${key}:${effect}`, { key, operator: "Exists" as const, effect }]));
  return [...byText.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, toleration]) => toleration);
}
