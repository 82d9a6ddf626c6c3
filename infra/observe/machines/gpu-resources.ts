import type { Gpu } from "../../hardware/schema";

/**
 * Whose cards an extended resource stands for; undefined when it is no card. Resources for monitoring, tiles or
 * memory of a card are none.
 */
export function gpuVendorOf(resource: string): Gpu["vendor"] | undefined {
  if (/^nvidia\.com\/(gpu(\.shared)?|mig-[\w.-]+)$/.test(resource)) {
    return "nvidia";
  }
  if (/^gpu\.intel\.com\/(i915|xe)$/.test(resource)) {
    return "intel";
  }
  return resource === "amd.com/gpu" ? "amd" : undefined;
}

/** Whether a resource is one that a device plugin advertises: neither Kubernetes' own nor memory pages. */
export function isExtendedResource(resource: string): boolean {
  return resource.includes("/") && !resource.startsWith("kubernetes.io/");
}
