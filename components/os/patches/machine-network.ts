import { formatCidr, networkOf } from "../../../infra/hardware/ipv4";
import type { PatchKind, TalosDocument } from "./document";

/** Name of our own for a machine's link: what the kernel calls it depends on where the card sits. */
const link = "net0";

/**
 * The address, route and resolver of a virtual machine, found by its MAC address, and on control planes the address that
 * they share. A machine that Berth does not create keeps what its own documents say, DHCP by default.
 *
 * The permanent address is compared, so that nothing built on top of the link can be taken for it.
 *
 * @see https://docs.siderolabs.com/talos/v1.12/reference/configuration/network/linkaliasconfig
 */
export const machineNetwork: PatchKind = ({ address, vm, role }, { hardware: { network } }) => {
  if (vm === undefined || network?.prefixLength === undefined) {
    return [];
  }
  const documents: TalosDocument[] = [
    {
      apiVersion: "v1alpha1",
      kind: "LinkAliasConfig",
      name: link,
      selector: { match: `mac(link.permanent_addr) == "${vm.macAddress.toLowerCase()}"` },
    },
    {
      apiVersion: "v1alpha1",
      kind: "LinkConfig",
      name: link,
      up: true,
      addresses: [{ address: `${address}/${network.prefixLength}` }],
      ...(network.gateway === undefined ? {} : { routes: [{ gateway: network.gateway }] }),
    },
  ];
  if (network.nameservers.length > 0) {
    documents.push({
      apiVersion: "v1alpha1",
      kind: "ResolverConfig",
      nameservers: network.nameservers.map((server) => ({ address: server })),
    });
  }
  if (network.ntp.length > 0) {
    documents.push({ apiVersion: "v1alpha1", kind: "TimeSyncConfig", ntp: { servers: network.ntp } });
  }
  if (network.vip !== undefined && role === "control-plane") {
    documents.push({ apiVersion: "v1alpha1", kind: "Layer2VIPConfig", name: network.vip, link });
  }
  return documents;
};

/** The local network that a machine's address lies in: `192.168.0.0/24`. */
export function localNetwork(address: string, prefixLength: number): string {
  return formatCidr(networkOf(address, prefixLength));
}
