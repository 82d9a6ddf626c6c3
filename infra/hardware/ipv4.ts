/** An IPv4 network: addresses that share their first `prefixLength` bits. */
export interface Ipv4Network {
  /** Lowest address, as a number. */
  readonly first: number;
  /** Highest address, as a number. */
  readonly last: number;
  readonly prefixLength: number;
}

const octet = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

/** A network as text: an address, a slash, and a prefix length of 1 to 32. Whether it is canonical is another question. */
export const cidrPattern = new RegExp(`^${octet}(?:\\.${octet}){3}/(?:[1-9]|[12]\\d|3[0-2])$`);

/** An address as a number. The text has been checked. */
export function ipv4Number(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** A number as an address. */
export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** The network that an address lies in. */
export function networkOf(address: string, prefixLength: number): Ipv4Network {
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(ipv4Number(address) / size) * size;
  return { first, last: first + size - 1, prefixLength };
}

/** Reads a network that matches {@link cidrPattern}; bits beyond the prefix are dropped. */
export function parseCidr(cidr: string): Ipv4Network {
  const slash = cidr.indexOf("/");
  return networkOf(cidr.slice(0, slash), Number(cidr.slice(slash + 1)));
}

/** The canonical text: the lowest address and the prefix length. */
export function formatCidr({ first, prefixLength }: Ipv4Network): string {
  return `${formatIpv4(first)}/${prefixLength}`;
}

export function contains(network: Ipv4Network, address: string): boolean {
  const number = ipv4Number(address);
  return number >= network.first && number <= network.last;
}

export function overlaps(one: Ipv4Network, other: Ipv4Network): boolean {
  return one.first <= other.last && other.first <= one.last;
}

export function isWithin(inner: Ipv4Network, outer: Ipv4Network): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}
