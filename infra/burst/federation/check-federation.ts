import type { Finding } from "../../diagnostics/finding";
import { contains, parseCidr } from "../../hardware/ipv4";
import type { HardwareProfile } from "../../hardware/machine";
import type { Workload } from "../../workloads/workload";
import type { BurstPool } from "../burst-pool";
import { checkNetworksApart } from "./cidr-check";
import { federatedNetworks } from "./cidr-plan";
import type { FederationProfile } from "./federation-schema";

/** What is wrong with the networks of a federation, and with what is to run in the other cluster. */
export function checkFederation(
  pool: BurstPool,
  hardware: Pick<HardwareProfile, "network" | "machines">,
  workloads: readonly Workload[],
): readonly Finding[] {
  const { federation } = pool.profile;
  return federation === undefined
    ? []
    : [
        ...checkNetworksApart(federatedNetworks(federation, pool, hardware)),
        ...checkAgreement(federation, hardware),
        ...checkMachines(federation, hardware),
        ...checkNetworkInAws(federation, pool),
        ...workloads.flatMap(checkOffloaded),
      ];
}

/** What is said of home's networks twice is said the same. */
function checkAgreement({ liqo: { home } }: FederationProfile, { network }: Pick<HardwareProfile, "network">): readonly Finding[] {
  const pairs = [
    { field: "podCidr", cidr: home.podCidr, known: network?.podSubnets, name: "podSubnets" },
    { field: "serviceCidr", cidr: home.serviceCidr, known: network?.serviceSubnets, name: "serviceSubnets" },
  ];
  return pairs.flatMap(({ field, cidr, known, name }) =>
    known === undefined || (known.length === 1 && known[0] === cidr)
      ? []
      : [
          {
            path: `burst.federation.liqo.home.${field}`,
            value: cidr,
            message: `is not what hardware.cluster.network.${name} says (${known.join(", ")})`,
            fix: known.length === 1 ? `write ${known[0] ?? ""}` : "peer a cluster with one network of each kind",
          },
        ],
  );
}

/** Liqo would give the machines' own addresses to others, were their network not named. */
function checkMachines({ liqo }: FederationProfile, { machines }: Pick<HardwareProfile, "machines">): readonly Finding[] {
  const networks = liqo.home.localNetworks.map(parseCidr);
  const outside = machines.filter(({ address }) => address !== undefined && !networks.some((network) => contains(network, address)));
  return outside.length === 0
    ? []
    : [
        {
          path: "burst.federation.liqo.home.localNetworks",
          value: liqo.home.localNetworks.join(", "),
          message: `does not hold ${outside.map(({ name, address }) => `${name} (${address ?? ""})`).join(", ")}`,
          fix: "add the machines' network",
        },
      ];
}

/** The ranges of a network that exists are known by being said, and of one that is made by its own row. */
function checkNetworkInAws({ liqo: { remote } }: FederationProfile, { profile: { network } }: BurstPool): readonly Finding[] {
  const path = "burst.federation.liqo.remote.localNetworks";
  const [first] = remote.localNetworks;
  if ("cidr" in network) {
    return first === undefined
      ? []
      : [{ path, value: first, message: "is named, and the network is Berth's own", fix: "leave it out: burst.network.cidr says it" }];
  }
  return first === undefined
    ? [{ path, message: `is missing: what addresses ${network.vpcId} has is not known`, fix: "name its address ranges" }]
    : [];
}

/**
 * What would not work over there. Liqo takes no claim along but those of a storage class of its own, which is not
 * installed; and the VPA would measure pods of two clusters and change one.
 */
function checkOffloaded({ id, burst, volumes, verticalScaling }: Workload): readonly Finding[] {
  const [volume] = volumes;
  const refused = (message: string): Finding => ({
    path: `workloads[${id}].burst`,
    message: `is not possible in mode federation: ${message}`,
    fix: "remove burst, or use mode nodes",
  });
  return burst === undefined
    ? []
    : [
        ...(volume === undefined ? [] : [refused(`its volume "${volume.name}" is at home, and the other cluster cannot mount it`)]),
        ...(verticalScaling === undefined ? [] : [refused("the VPA sizes it, and does not see what runs in the other cluster")]),
      ];
}
