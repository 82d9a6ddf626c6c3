import { didYouMean } from "../diagnostics/did-you-mean";
import { UserError } from "../diagnostics/user-error";

/** A server that Contabo rents out. */
export interface ContaboProduct {
  /** As the API orders it: `V92`. */
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  /** Advertised, in units of 1024³ bytes. What the kernel sees is some 200 MiB less. */
  readonly memoryGiB: number;
  /** Advertised, in units of 10⁹ bytes. */
  readonly diskGb: number;
  readonly diskKind: "nvme" | "ssd";
  /** Euros a month for a contract of one month in the region EU, without VAT and surcharges of other regions. */
  readonly euroPerMonth: number;
}

/**
 * What can be ordered. Ids and disks: https://api.contabo.com, the table of products under "Create a new instance", read
 * in 2025-05. That API names neither processors, memory nor prices: those are the price list at https://contabo.com/en/vps
 * as of {@link pricesAsOf}. The provider compares what it is given with this table and says where they differ.
 *
 * Storage VPS are left out: the API does not support them.
 */
export const contaboProducts: readonly ContaboProduct[] = [
  { id: "V91", name: "VPS 10 NVMe", vcpus: 4, memoryGiB: 8, diskGb: 75, diskKind: "nvme", euroPerMonth: 4.5 },
  { id: "V92", name: "VPS 10 SSD", vcpus: 4, memoryGiB: 8, diskGb: 150, diskKind: "ssd", euroPerMonth: 4.5 },
  { id: "V94", name: "VPS 20 NVMe", vcpus: 6, memoryGiB: 12, diskGb: 100, diskKind: "nvme", euroPerMonth: 7 },
  { id: "V95", name: "VPS 20 SSD", vcpus: 6, memoryGiB: 12, diskGb: 200, diskKind: "ssd", euroPerMonth: 7 },
  { id: "V97", name: "VPS 30 NVMe", vcpus: 8, memoryGiB: 24, diskGb: 200, diskKind: "nvme", euroPerMonth: 14 },
  { id: "V98", name: "VPS 30 SSD", vcpus: 8, memoryGiB: 24, diskGb: 400, diskKind: "ssd", euroPerMonth: 14 },
  { id: "V100", name: "VPS 40 NVMe", vcpus: 12, memoryGiB: 48, diskGb: 250, diskKind: "nvme", euroPerMonth: 25 },
  { id: "V101", name: "VPS 40 SSD", vcpus: 12, memoryGiB: 48, diskGb: 500, diskKind: "ssd", euroPerMonth: 25 },
];

/** The month of the price list that the table was typed from. Prices change: see the list before relying on them. */
export const pricesAsOf = "2025-05";

/** Months that a contract may begin with. It then goes on from month to month until it is cancelled. */
export const contractPeriods = [1, 3, 6, 12] as const;
export type ContractPeriod = (typeof contractPeriods)[number];

export const contaboRegions = ["EU", "US-central", "US-east", "US-west", "SIN", "UK", "AUS", "JPN", "IND"] as const;
export type ContaboRegion = (typeof contaboRegions)[number];

/** @throws UserError for an id that the table does not have. */
export function contaboProduct(id: string): ContaboProduct {
  const product = contaboProducts.find((each) => each.id === id);
  if (product === undefined) {
    const names = contaboProducts.map((each) => each.id);
    const byName = contaboProducts.find(({ name }) => name.toLowerCase().startsWith(id.toLowerCase()));
    const nearest = byName === undefined ? didYouMean(id, names) : `did you mean ${byName.id} (${byName.name})?`;
    throw new UserError("Contabo has no such product", [
      {
        path: "productId",
        value: `"${id}"`,
        message: "is not in the table of products",
        fix: nearest ?? `use one of ${names.join(", ")}`,
      },
    ]);
  }
  return product;
}
