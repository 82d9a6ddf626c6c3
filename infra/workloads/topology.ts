import { capabilityKey } from "../hardware/capabilities";
import { hostnameLabel } from "../hardware/node-labels";

/** The label whose value makes nodes one domain: `node` and `zone` by their short names, any other key as it is. */
export function topologyKeyOf(topology: string): string {
  switch (topology) {
    case "node":
      return hostnameLabel;
    case "zone":
      return capabilityKey.zone;
    default:
      return topology;
  }
}
