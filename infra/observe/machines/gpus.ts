import { discoveredGpuLabel } from "../../hardware/capabilities";
import type { MachineRow } from "../../hardware/schema";
import { parseQuantity } from "../../quantities/quantity";
import type { Node } from "../api/node";
import type { Remarks } from "../remarks";
import { gpuModelOf } from "./gpu-model";
import { gpuVendorOf } from "./gpu-resources";

type GpuRows = NonNullable<MachineRow["gpus"]>;

/**
 * The cards of a node: one row each where the number of cards is known (`nvidia.com/gpu.count`), else one row that has
 * all shares. Labels of one node cannot tell two models apart, so of several resources only one is kept: the one that
 * running pods ask for most.
 *
 * @param requested how many of each resource the cluster's pods ask for.
 */
export function gpusOf(node: Node, requested: ReadonlyMap<string, number>, remarks: Remarks): GpuRows {
  const { labels, name } = node.metadata;
  const subject = `node ${name}`;
  const offers = Object.entries(node.status.allocatable)
    .flatMap(([resource, quantity]) => {
      const vendor = gpuVendorOf(resource);
      const shares = Number(parseQuantity(quantity) / 1_000_000_000n);
      return vendor === undefined || shares === 0 ? [] : [{ resource, vendor, shares }];
    })
    .sort((a, b) => (requested.get(b.resource) ?? 0) - (requested.get(a.resource) ?? 0) || (a.resource < b.resource ? -1 : 1));
  const [offer, ...others] = offers;
  if (offer === undefined) {
    return [];
  }
  for (const { resource } of others) {
    remarks.add(
      "left out",
      subject,
      `its ${resource}: a machine's cards are of one model and one resource, and ${offer.resource} is asked for more`,
    );
  }
  const { resource, vendor, shares } = offer;
  const discovered = discoveredGpuLabel[vendor];
  if (labels[discovered.key] !== discovered.value) {
    remarks.add(
      "changed",
      subject,
      `offers ${resource} and lacks the label ${discovered.key}=${discovered.value}, by which the plan selects its card`,
      "install the discovery of its vendor, or set the label",
    );
  }
  const model = gpuModelOf(labels, vendor);
  if (model === undefined) {
    remarks.add(
      "assumed",
      subject,
      `the model of its ${vendor} card is not known; the table calls it ${vendor}-gpu`,
      "write its model in hardware.ts",
    );
  }
  const counted = Number(labels["nvidia.com/gpu.count"] ?? "1");
  const cards = vendor === "nvidia" && Number.isInteger(counted) && counted > 0 && shares % counted === 0 ? counted : 1;
  const perCard = shares / cards;
  const row = { vendor, model: model ?? `${vendor}-gpu`, resource, ...(perCard === 1 ? {} : { shares: perCard }) };
  return Array.from({ length: cards }, () => row);
}
