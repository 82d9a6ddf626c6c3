import { z } from "zod";
import { cidrPattern } from "./ipv4";

const cidr = z.string().regex(cidrPattern, "must be an IPv4 network such as 10.244.0.0/16");

/** The cluster's networks. What they may not have in common is checked against the machines. */
export const networkSchema = z.strictObject({
  /** Address that the control planes share; Talos moves it between them. Outside DHCP and the LoadBalancer pool. */
  vip: z.ipv4().optional(),
  /** The local network's router. */
  gateway: z.ipv4().optional(),
  /** Length of the local network's prefix: 24. With it, every address of the table is checked to lie in that network. */
  prefixLength: z.int().min(8).max(30).optional(),
  nameservers: z.array(z.ipv4()).default([]),
  /** Networks that pods get addresses from. Default: the operating system's own. */
  podSubnets: z.array(cidr).min(1).optional(),
  /** Networks that Services get addresses from. Default: the operating system's own. */
  serviceSubnets: z.array(cidr).min(1).optional(),
  /** Part of the local network that Services of type LoadBalancer get addresses from. */
  loadBalancerPool: cidr.optional(),
  /** Time servers, by name or address. */
  ntp: z.array(z.string().min(1)).default([]),
});

/** The cluster's networks with defaults filled in. */
export interface ClusterNetwork {
  readonly vip?: string;
  readonly gateway?: string;
  readonly prefixLength?: number;
  readonly nameservers: readonly string[];
  readonly podSubnets: readonly string[];
  readonly serviceSubnets: readonly string[];
  readonly loadBalancerPool?: string;
  readonly ntp: readonly string[];
}
