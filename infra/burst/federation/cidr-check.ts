import type { Finding } from "../../diagnostics/finding";
import { formatCidr, isWithin, overlaps, parseCidr } from "../../hardware/ipv4";
import type { FederatedNetwork } from "./cidr-plan";

/** What Liqo takes addresses from: all that is private. */
export const liqoPools = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;

/**
 * Networks that meet have no address in common: two of one cluster, and of two clusters those of which one goes through
 * the tunnel. Liqo would translate such a network instead. It is refused all the same, because choosing another costs
 * nothing before the first `up`: translated addresses stand in every log, firewall and DNS answer, differ from one side to the
 * other, and a cluster that is peered later can change what is translated into what. Networks that never leave their own cluster may
 * be the same on both sides: Services, nodes, and Liqo's own interfaces.
 *
 * @param networks Those that are the easiest to change come first: of two, that one is to be changed.
 */
export function checkNetworksApart(networks: readonly FederatedNetwork[]): readonly Finding[] {
  const notCanonical = networks.filter(({ cidr }) => formatCidr(parseCidr(cidr)) !== cidr);
  if (notCanonical.length > 0) {
    return notCanonical.map(({ path, cidr }) => ({
      path,
      value: cidr,
      message: "has bits set after its prefix",
      fix: `write ${formatCidr(parseCidr(cidr))}`,
    }));
  }
  const fix = freeNetworkFix(networks);
  return networks.flatMap((one, index) => [
    ...(one.given && !liqoPools.some((pool) => isWithin(parseCidr(one.cidr), parseCidr(pool)))
      ? [{ path: one.path, value: one.cidr, message: `is not private: ${one.name} would hide a part of the Internet`, fix }]
      : []),
    ...networks
      .slice(index + 1)
      .filter((other) => meet(one, other) && overlaps(parseCidr(one.cidr), parseCidr(other.cidr)))
      .map((other) => ({
        path: one.path,
        value: one.cidr,
        message: `has addresses in common with ${other.name}, ${other.cidr} (${other.path})`,
        fix,
      })),
  ]);
}

function meet(one: FederatedNetwork, other: FederatedNetwork): boolean {
  return one.side === other.side || one.crosses || other.crosses;
}

function freeNetworkFix(networks: readonly FederatedNetwork[]): string {
  const taken = networks.map(({ cidr }) => parseCidr(cidr));
  const free = Array.from({ length: 256 }, (_, part) => `10.${part}.0.0/16`).find(
    (cidr) => !taken.some((network) => overlaps(network, parseCidr(cidr))),
  );
  return free === undefined ? "choose a smaller network that is apart from all others" : `${free} is free`;
}
