import type { ClusterNetwork } from "./network-schema";
import type { ParsedCluster } from "./schema";

/**
 * The networks that pods and Services have unless the table says otherwise.
 *
 * - Talos: pkg/machinery/constants, DefaultIPv4PodNet and DefaultIPv4ServiceNet (https://github.com/siderolabs/talos)
 * - K3s: cluster-cidr and service-cidr (https://docs.k3s.io/cli/server#networking)
 */
const defaults = {
  talos: { podSubnets: ["10.244.0.0/16"], serviceSubnets: ["10.96.0.0/12"] },
  k3s: { podSubnets: ["10.42.0.0/16"], serviceSubnets: ["10.43.0.0/16"] },
} as const;

/** The cluster's networks with defaults filled in; undefined when the table says nothing about them. */
export function networkOfCluster({ network, operatingSystem }: ParsedCluster): ClusterNetwork | undefined {
  if (network === undefined) {
    return undefined;
  }
  const { vip, gateway, prefixLength, loadBalancerPool } = network;
  return {
    ...(vip === undefined ? {} : { vip }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(prefixLength === undefined ? {} : { prefixLength }),
    nameservers: network.nameservers,
    podSubnets: network.podSubnets ?? defaults[operatingSystem.kind].podSubnets,
    serviceSubnets: network.serviceSubnets ?? defaults[operatingSystem.kind].serviceSubnets,
    ...(loadBalancerPool === undefined ? {} : { loadBalancerPool }),
    ntp: network.ntp,
  };
}
