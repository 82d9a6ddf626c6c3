import { deviceKey } from "../../hardware/capabilities";
import { parseQuantity } from "../../quantities/quantity";
import type { Node } from "../api/node";
import { gpuVendorOf, isExtendedResource } from "./gpu-resources";

/** The name under which the tables know what a device plugin advertises: `squat.ai/zigbee` is `squat.ai-zigbee`. */
export function deviceNameOf(resource: string): string {
  return resource
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-")
    .slice(0, 56)
    .replace(/^[.-]+|[.-]+$/g, "");
}

/** Whether a resource is a device of the tables: extended, and no graphics card. */
export function isDeviceResource(resource: string): boolean {
  return isExtendedResource(resource) && gpuVendorOf(resource) === undefined;
}

/** What is plugged into a node: what Berth's labels name, and what a device plugin advertises and some pod asks for. */
export function devicesOf(node: Node, requested: ReadonlyMap<string, number>): readonly string[] {
  const labelled = Object.entries(node.metadata.labels).flatMap(([key, value]) =>
    key.startsWith(deviceKey("")) && value === "true" ? [key.slice(deviceKey("").length)] : [],
  );
  const advertised = Object.entries(node.status.allocatable).flatMap(([resource, quantity]) =>
    isDeviceResource(resource) && requested.has(resource) && parseQuantity(quantity) > 0n ? [deviceNameOf(resource)] : [],
  );
  return [...new Set([...labelled, ...advertised])].sort();
}
