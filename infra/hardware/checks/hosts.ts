import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import { formatMemoryBytes, memoryBytes } from "../../quantities/quantity";
import type { HardwareCheck } from "./check";

/** Machines run on hosts that exist and are large enough for all that they carry. */
export const checkHosts: HardwareCheck = ({ hosts, machines, hostNames }) => {
  const unknown = machines.flatMap(({ name, host }): Finding[] => {
    if (host === undefined || hostNames.includes(host)) {
      return [];
    }
    const fix =
      didYouMean(host, hostNames) ??
      (hostNames.length === 0 ? "add it to hosts, or leave host out for bare metal" : `known hosts: ${[...hostNames].sort().join(", ")}`);
    return [{ path: `machines[${name}].host`, message: "is no host of this table", value: `"${host}"`, fix }];
  });
  const tooSmall = hosts.flatMap((host): Finding[] => {
    const carried = machines.filter((machine) => machine.host === host.name);
    const needed = carried.reduce((sum, machine) => sum + memoryBytes(machine.memory), 0);
    const findings: Finding[] = [];
    if (needed > memoryBytes(host.memory)) {
      findings.push({
        path: `hosts[${host.name}].memory`,
        message: `is less than the ${formatMemoryBytes(needed)} of the machines on it (${carried.map(({ name }) => name).join(", ")})`,
        value: `"${host.memory}"`,
        fix: "give the machines less memory: a host that runs out of it kills one of them",
      });
    }
    for (const machine of carried.filter(({ cpu }) => cpu.threads > host.threads)) {
      findings.push({
        path: `machines[${machine.name}].cpu.threads`,
        message: `is more than the ${host.threads} threads of its host "${host.name}"`,
        value: String(machine.cpu.threads),
        fix: `use at most ${host.threads}`,
      });
    }
    return findings;
  });
  return [...unknown, ...tooSmall];
};
