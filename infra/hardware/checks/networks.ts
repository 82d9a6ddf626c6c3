import type { Finding } from "../../diagnostics/finding";
import { formatCidr, networkOf, overlaps, parseCidr } from "../ipv4";
import { networkOfCluster } from "../network";
import type { HardwareCheck } from "./check";

/** The cluster's networks are written canonically and have no address in common with each other or the machines. */
export const checkNetworks: HardwareCheck = ({ cluster, machines, containers }) => {
  const network = cluster === undefined ? undefined : networkOfCluster(cluster);
  if (network === undefined) {
    return [];
  }
  const named = [
    ...network.podSubnets.map((cidr) => ({ path: "cluster.network.podSubnets", cidr })),
    ...network.serviceSubnets.map((cidr) => ({ path: "cluster.network.serviceSubnets", cidr })),
    ...(network.loadBalancerPool === undefined ? [] : [{ path: "cluster.network.loadBalancerPool", cidr: network.loadBalancerPool }]),
  ];
  const notCanonical = named.filter(({ cidr }) => formatCidr(parseCidr(cidr)) !== cidr);
  if (notCanonical.length > 0) {
    return notCanonical.map(({ path, cidr }): Finding => {
      const canonical = formatCidr(parseCidr(cidr));
      return {
        path,
        message: `has bits set after its prefix: that network is ${canonical}`,
        value: `"${cidr}"`,
        fix: `write ${canonical} if you mean all of it, or a longer prefix such as ${cidr.slice(0, cidr.indexOf("/"))}/24`,
      };
    });
  }
  const pods = network.podSubnets.map((cidr) => ({
    path: "cluster.network.podSubnets",
    name: "pod network",
    cidr,
    range: parseCidr(cidr),
  }));
  const services = network.serviceSubnets.map((cidr) => ({
    path: "cluster.network.serviceSubnets",
    name: "service network",
    cidr,
    range: parseCidr(cidr),
  }));
  const pool = network.loadBalancerPool;
  const addresses = [
    ...machines.flatMap(({ name, address }) => (address === undefined ? [] : [{ name: `the address of machine "${name}"`, address }])),
    ...containers.map(({ name, address }) => ({ name: `the address of container "${name}"`, address })),
    ...(network.vip === undefined ? [] : [{ name: "the virtual IP", address: network.vip }]),
    ...(network.gateway === undefined ? [] : [{ name: "the gateway", address: network.gateway }]),
  ];
  const { prefixLength } = network;
  const reference = network.gateway ?? machines.find(({ address }) => address !== undefined)?.address;
  const local =
    reference === undefined || prefixLength === undefined
      ? addresses.map(({ name, address }) => ({ name, cidr: address, range: networkOf(address, 32) }))
      : [networkOf(reference, prefixLength)].map((range) => ({
          name: "the machines' network",
          cidr: formatCidr(range),
          range,
        }));
  const outside = [...local, ...(pool === undefined ? [] : [{ name: "the LoadBalancer pool", cidr: pool, range: parseCidr(pool) }])];
  const all = [...services, ...pods];
  return all.flatMap((one, index) => [
    ...all
      .slice(index + 1)
      .filter((other) => overlaps(one.range, other.range))
      .map((other) => overlap(other.path, other.cidr, `the ${one.name} ${one.cidr}`)),
    ...outside
      .filter((other) => overlaps(one.range, other.range))
      .map((other) => overlap(one.path, one.cidr, `${other.name} ${other.cidr}`)),
  ]);
};

function overlap(path: string, cidr: string, other: string): Finding {
  return {
    path,
    message: `has addresses in common with ${other}`,
    value: `"${cidr}"`,
    fix: "choose networks that are apart, such as 10.244.0.0/16 for pods and 10.96.0.0/12 for Services",
  };
}
