import { z } from "zod";
import { cidrPattern } from "../../hardware/ipv4";

const cidr = z.string().regex(cidrPattern, "must be an IPv4 network such as 10.244.0.0/16");

/**
 * What Liqo has to know of the two clusters' networks. Those that it keeps for itself are named here, because its own
 * defaults are the same in every cluster: one of the two would have to be translated.
 */
export const liqoSchema = z.strictObject({
  home: z.strictObject({
    /** What pods at home have addresses from: `kubectl cluster-info dump | grep cluster-cidr`, or Cilium's own pool. */
    podCidr: cidr,
    serviceCidr: cidr,
    /** The machines' network, and others that are reached from home, such as a VPN's. */
    localNetworks: z.array(cidr).min(1),
    /** Addresses under which home shows the other cluster what is no pod. */
    externalCidr: cidr.default("10.92.0.0/16"),
    /** Addresses of Liqo's interfaces on the machines. */
    internalCidr: cidr.default("10.93.0.0/16"),
  }),
  remote: z
    .strictObject({
      /** Address ranges of the network in AWS; needed exactly when it is one that exists. */
      localNetworks: z.array(cidr).default([]),
      externalCidr: cidr.default("10.94.0.0/16"),
      internalCidr: cidr.default("10.95.0.0/16"),
    })
    .prefault({}),
  /** Namespaces and workloads at home that the peering needs: what Liqo runs for it. */
  support: z.strictObject({ namespaces: z.array(z.unknown()).default([]), workloads: z.array(z.unknown()).default([]) }).prefault({}),
});

/** {@link liqoSchema}, read. */
export type LiqoProfile = z.output<typeof liqoSchema>;
