import { ipv4Number } from "../../infra/hardware/ipv4";
import { subjectsOfType } from "../model/cluster";
import { defineRule } from "../rule";

/** A Service asks for an address that someone gives away. */
export const loadBalancerAddressInPool = defineRule({
  id: "load-balancer-address-in-pool",
  displayName: "A LoadBalancer's address is in a pool",
  description:
    "An address that a Service of the type LoadBalancer asks for lies in a pool of Cilium or MetalLB in the same program, if it has any pool.",
  why: "Nobody answers for an address outside the pools: the Service stays without one, and what should be reachable there is not.",
  remediation: "Choose an address of a pool, or widen the pool.",
  group: "placement",
  severity: "high",
  view: "stack",
  settings: {},
  check(subject, cluster) {
    const pools = subjectsOfType(cluster, "address-pool");
    if (subject.type !== "load-balancer" || pools.length === 0 || pools.some(({ hasOtherRanges }) => hasOtherRanges)) {
      return [];
    }
    const ranges = pools.flatMap((pool) => pool.ranges);
    return subject.addresses
      .filter((address) => !ranges.some(({ first, last }) => first <= ipv4Number(address) && ipv4Number(address) <= last))
      .map((address) => ({
        message: `${subject.label} asks for ${address}, which is in no pool (${pools.map(({ label }) => label).join(", ")}).`,
      }));
  },
});
