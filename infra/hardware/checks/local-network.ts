import type { Finding } from "../../diagnostics/finding";
import { contains, formatCidr, isWithin, networkOf, parseCidr } from "../ipv4";
import type { HardwareCheck } from "./check";

/** Machines, virtual IP and LoadBalancer pool lie in the local network, and the pool is nobody's address. */
export const checkLocalNetwork: HardwareCheck = ({ cluster, machines, containers }) => {
  const network = cluster?.network;
  if (network === undefined) {
    return [];
  }
  const addresses = [
    ...(network.vip === undefined ? [] : [{ path: "cluster.network.vip", address: network.vip }]),
    ...(network.gateway === undefined ? [] : [{ path: "cluster.network.gateway", address: network.gateway }]),
    ...machines.flatMap(({ name, address }) => (address === undefined ? [] : [{ path: `machines[${name}].address`, address }])),
    ...containers.map(({ name, address }) => ({ path: `containers[${name}].address`, address })),
  ];
  const findings: Finding[] = [];
  if (network.loadBalancerPool !== undefined) {
    const pool = parseCidr(network.loadBalancerPool);
    for (const { path, address } of addresses.filter((each) => contains(pool, each.address))) {
      findings.push({
        path,
        message: `lies in the LoadBalancer pool ${network.loadBalancerPool}, which Services take addresses from`,
        value: `"${address}"`,
        fix: "choose an address outside the pool, or another pool",
      });
    }
  }
  const reference = network.gateway ?? machines.find(({ address }) => address !== undefined)?.address;
  if (network.prefixLength === undefined || reference === undefined) {
    return findings;
  }
  const local = networkOf(reference, network.prefixLength);
  for (const { path, address } of addresses.filter((each) => !contains(local, each.address))) {
    findings.push({
      path,
      message: `does not lie in the local network ${formatCidr(local)}`,
      value: `"${address}"`,
      fix: "correct the address, or cluster.network.gateway and prefixLength",
    });
  }
  if (network.loadBalancerPool !== undefined && !isWithin(parseCidr(network.loadBalancerPool), local)) {
    findings.push({
      path: "cluster.network.loadBalancerPool",
      message: `does not lie in the local network ${formatCidr(local)}, where its addresses are announced`,
      value: `"${network.loadBalancerPool}"`,
      fix: "choose a part of the local network that DHCP does not use",
    });
  }
  return findings;
};
