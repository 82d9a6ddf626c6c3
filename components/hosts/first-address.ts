import type { ClusterNetwork } from "../../infra/hardware/network-schema";

/** How a guest's first boot gets its network, as Proxmox hands it over. */
export interface FirstAddress {
  readonly ipConfigs: { readonly ipv4: { readonly address: string; readonly gateway?: string } }[];
  readonly dns?: { readonly servers: string[] };
}

/** The guest's own address where the table knows the network; else DHCP, which has to give it that address. */
export function firstAddressOf(address: string, network: ClusterNetwork | undefined): FirstAddress {
  if (network?.prefixLength === undefined) {
    return { ipConfigs: [{ ipv4: { address: "dhcp" } }] };
  }
  const { gateway, nameservers, prefixLength } = network;
  return {
    ipConfigs: [{ ipv4: { address: `${address}/${prefixLength}`, ...(gateway === undefined ? {} : { gateway }) } }],
    ...(nameservers.length === 0 ? {} : { dns: { servers: [...nameservers] } }),
  };
}
