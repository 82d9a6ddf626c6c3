import { capabilityKey } from "../../hardware/capabilities";
import type { Gpu } from "../../hardware/schema";

/** Labels in which the vendors' own discovery writes the model of a node's cards. */
export const gpuProductKeys: Readonly<Record<string, Gpu["vendor"]>> = {
  "nvidia.com/gpu.product": "nvidia",
  "amd.com/gpu.product-name": "amd",
  "beta.amd.com/gpu.product-name": "amd",
};

/** A product's name as the model that the tables use: `NVIDIA-GeForce-RTX-3090` is `nvidia-geforce-rtx-3090`. */
export function gpuModelName(product: string): string {
  return product
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "")
    .slice(0, 63);
}

/** The model that a node's labels tell: Berth's own label, else the vendor's; undefined when none does. */
export function gpuModelOf(labels: Readonly<Record<string, string>>, vendor: Gpu["vendor"]): string | undefined {
  const own = labels[capabilityKey.gpuVendor] === vendor ? labels[capabilityKey.gpuModel] : undefined;
  const products = Object.entries(gpuProductKeys).flatMap(([key, of]) => (of === vendor ? (labels[key] ?? []) : []));
  const name = own ?? gpuModelName(products[0] ?? "");
  return name === "" ? undefined : name;
}
