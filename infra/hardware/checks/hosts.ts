import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck, HardwareRows } from "./check";

/** Machines and containers run on hosts that exist, and what Berth creates, on hosts that run Proxmox. */
export const checkHosts: HardwareCheck = (rows) => [
  ...rows.machines.flatMap(({ name, host, vm }): readonly Finding[] => {
    const path = `machines[${name}]`;
    if (host === undefined) {
      return vm === undefined
        ? []
        : [{ path: `${path}.vm`, message: "has no host to run on", fix: "name its host, or leave vm out for bare metal" }];
    }
    return hostFindings(path, host, vm === undefined ? undefined : "vm", rows, ", or leave host out for bare metal");
  }),
  ...rows.containers.flatMap(({ name, host }) => hostFindings(`containers[${name}]`, host, "container", rows, "")),
];

function hostFindings(
  path: string,
  name: string,
  created: "vm" | "container" | undefined,
  { hosts, hostNames, cluster }: HardwareRows,
  otherwise: string,
): readonly Finding[] {
  if (!hostNames.includes(name)) {
    const fix =
      didYouMean(name, hostNames) ??
      (hostNames.length === 0 ? `add it to hosts${otherwise}` : `known hosts: ${[...hostNames].sort().join(", ")}`);
    return [{ path: `${path}.host`, message: "is no host of this table", value: `"${name}"`, fix }];
  }
  if (created === undefined) {
    return [];
  }
  const host = hosts.find((each) => each.name === name);
  const what = created === "vm" ? `${path}.vm` : path;
  if (host !== undefined && host.proxmox === undefined) {
    return [
      {
        path: what,
        message: `cannot be created on host "${name}", which does not say how Proxmox knows it`,
        fix: `give hosts[${name}] proxmox: {}`,
      },
    ];
  }
  return cluster !== undefined && cluster.proxmox === undefined
    ? [
        {
          path: what,
          message: "cannot be created without the address of Proxmox",
          fix: 'give cluster proxmox: { endpoint: "https://…:8006" }',
        },
      ]
    : [];
}
