import { formatCidr, parseCidr } from "../hardware/ipv4";

/** Equal parts of a network, one for each zone: as many as the next power of two, of which the first are used. */
export function subnetCidrs(cidr: string, zones: number): readonly string[] {
  const { first, prefixLength } = parseCidr(cidr);
  const part = prefixLength + Math.ceil(Math.log2(zones));
  const size = 2 ** (32 - part);
  return Array.from({ length: zones }, (_, index) =>
    formatCidr({ first: first + index * size, last: first + (index + 1) * size - 1, prefixLength: part }),
  );
}
