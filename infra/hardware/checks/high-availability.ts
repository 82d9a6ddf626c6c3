import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/** Proxmox can only move what another host can start. */
export const checkHighAvailability: HardwareCheck = ({ cluster, hosts, machines, cards }) =>
  machines.flatMap(({ name, vm }): Finding[] => {
    if (vm?.highAvailability === undefined) {
      return [];
    }
    const path = `machines[${name}].vm.highAvailability`;
    const { maxRelocate } = vm.highAvailability;
    if (vm.startupOrder !== undefined) {
      return [
        {
          path: `machines[${name}].vm.startupOrder`,
          message: "is not kept for a machine under high availability, which Proxmox starts when and where it can",
          value: String(vm.startupOrder),
          fix: "leave out one of the two",
        },
      ];
    }
    const card = cards.find(({ machine }) => machine === name);
    const held = card === undefined ? vm.usb[0]?.device : card.name;
    if (held !== undefined && maxRelocate > 0) {
      return [
        {
          path: `${path}.maxRelocate`,
          message: `cannot be kept: ${card === undefined ? "device" : "card"} "${held}" stays in its host, and without it the machine starts nowhere else, let alone live`,
          value: String(maxRelocate),
          fix: "set maxRelocate: 0, so that it is only restarted where it is",
        },
      ];
    }
    if (maxRelocate > 0 && hosts.filter(({ proxmox }) => proxmox !== undefined).length < 2) {
      return [
        {
          path: `${path}.maxRelocate`,
          message: "cannot be kept: there is no second host to move it to",
          value: String(maxRelocate),
          fix: "set maxRelocate: 0",
        },
      ];
    }
    const version = cluster?.proxmox?.version;
    return version === undefined || Number(version.split(".")[0]) >= 9
      ? []
      : [
          {
            path,
            message: `needs the rules of Proxmox VE 9, and cluster.proxmox.version is ${version}`,
            fix: "upgrade Proxmox, or leave it out",
          },
        ];
  });
