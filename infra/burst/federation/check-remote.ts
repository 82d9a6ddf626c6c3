import type { Finding } from "../../diagnostics/finding";
import type { ParsedBurst } from "../burst-schema";

/** What is wrong with a remote cluster's own place. Whether its networks meet those at home is checked elsewhere. */
export function checkRemote({ federation, network, zones }: Pick<ParsedBurst, "federation" | "network" | "zones">): readonly Finding[] {
  if (federation === undefined) {
    return [];
  }
  const { zone, subnetId } = federation;
  return [
    ...(zones.includes(zone)
      ? []
      : [{ path: "burst.federation.zone", value: zone, message: "is none of the pool's zones", fix: `use one of ${zones.join(", ")}` }]),
    ...checkSubnet(subnetId, network),
  ];
}

function checkSubnet(subnetId: string | undefined, network: ParsedBurst["network"]): readonly Finding[] {
  const path = "burst.federation.subnetId";
  if (!("vpcId" in network)) {
    return subnetId === undefined
      ? []
      : [{ path, value: subnetId, message: "is named, and the network is Berth's own", fix: "leave it out: the zone decides" }];
  }
  return subnetId !== undefined && network.subnetIds.includes(subnetId)
    ? []
    : [
        {
          path,
          ...(subnetId === undefined ? {} : { value: subnetId }),
          message: "has to be one of the network's subnets",
          fix: `use one of ${network.subnetIds.join(", ")}`,
        },
      ];
}
