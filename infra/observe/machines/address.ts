import { isIPv4 } from "node:net";
import type { Node } from "../api/node";
import type { Remarks } from "../remarks";

/** An address out of the range that RFC 5737 keeps for documentation: it reaches nothing. */
export function placeholderAddress(index: number): string {
  return `192.0.2.${(index % 254) + 1}`;
}

/** A node's first internal IPv4 address, else an external one, else a placeholder. */
export function addressOf({ metadata, status }: Node, index: number, remarks: Remarks): string {
  const usable = status.addresses.filter(({ address }) => isIPv4(address));
  const found = usable.find(({ type }) => type === "InternalIP") ?? usable.find(({ type }) => type === "ExternalIP");
  if (found === undefined) {
    const address = placeholderAddress(index);
    remarks.add(
      "assumed",
      `node ${metadata.name}`,
      `has no IPv4 address; the table has the placeholder ${address}`,
      "write its address in hardware.ts",
    );
    return address;
  }
  return found.address;
}
