import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";
import { repeated } from "./repeated";

/** Addresses and MAC addresses belong to one owner each. */
export const checkAddresses: HardwareCheck = ({ cluster, machines, containers }) => {
  const network = cluster?.network;
  const addresses = [
    ...(network?.vip === undefined ? [] : [{ path: "cluster.network.vip", owner: "the cluster's virtual IP", value: network.vip }]),
    ...(network?.gateway === undefined ? [] : [{ path: "cluster.network.gateway", owner: "the gateway", value: network.gateway }]),
    ...machines.flatMap(({ name, address }) =>
      address === undefined ? [] : [{ path: `machines[${name}].address`, owner: `machine "${name}"`, value: address }],
    ),
    ...containers.map(({ name, address }) => ({ path: `containers[${name}].address`, owner: `container "${name}"`, value: address })),
  ];
  const macAddresses = [
    ...machines.flatMap(({ name, vm }) =>
      vm === undefined ? [] : [{ path: `machines[${name}].vm.macAddress`, owner: `machine "${name}"`, value: vm.macAddress.toUpperCase() }],
    ),
    ...containers.map(({ name, macAddress }) => ({
      path: `containers[${name}].macAddress`,
      owner: `container "${name}"`,
      value: macAddress.toUpperCase(),
    })),
  ];
  return [
    ...repeated(addresses, ({ value }) => value).map(([first, second]) => taken("address", first.owner, second, "its own address")),
    ...repeated(macAddresses, ({ value }) => value).map(([first, second]) =>
      taken("MAC address", first.owner, second, "a MAC address of its own"),
    ),
  ];
};

function taken(what: string, owner: string, second: { readonly path: string; readonly value: string }, own: string): Finding {
  return { path: second.path, message: `is the ${what} of ${owner} too`, value: `"${second.value}"`, fix: `give each machine ${own}` };
}
