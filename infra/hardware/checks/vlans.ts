import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/** A VLAN tag needs a bridge that passes it on. */
export const checkVlans: HardwareCheck = ({ hosts, machines, containers }) => {
  const guests = [
    ...machines.flatMap(({ name, host, vm }) =>
      vm === undefined ? [] : [{ path: `machines[${name}].vm.vlan`, host, bridge: vm.bridge, vlan: vm.vlan }],
    ),
    ...containers.map(({ name, host, bridge, vlan }) => ({ path: `containers[${name}].vlan`, host, bridge, vlan })),
  ];
  return guests.flatMap(({ path, host: hostName, bridge, vlan }): Finding[] => {
    const host = hosts.find(({ name }) => name === hostName);
    if (vlan === undefined || host?.proxmox === undefined) {
      return [];
    }
    const used = bridge ?? host.proxmox.bridge;
    return host.proxmox.vlanAwareBridges.includes(used)
      ? []
      : [
          {
            path,
            message: `is lost on bridge ${used} of host "${host.name}", which is not VLAN-aware`,
            value: String(vlan),
            fix: `make the bridge VLAN-aware and list it: hosts[${host.name}].proxmox.vlanAwareBridges: ["${used}"]; or leave the tag out`,
          },
        ];
  });
};
