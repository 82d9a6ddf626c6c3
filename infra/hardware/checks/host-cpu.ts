import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/** A host promises no more processors than it has threads, beyond the ratio that the table allows. */
export const checkHostCpu: HardwareCheck = ({ hosts, machines, containers }) =>
  hosts.flatMap((host): Finding[] => {
    const guests = machines.filter((machine) => machine.host === host.name);
    const tooLarge = guests
      .filter(({ cpu }) => cpu.threads > host.threads)
      .map((machine) => ({
        path: `machines[${machine.name}].cpu.threads`,
        message: `is more than the ${host.threads} threads of its host "${host.name}"`,
        value: String(machine.cpu.threads),
        fix: `use at most ${host.threads}`,
      }));
    if (tooLarge.length > 0) {
      return tooLarge;
    }
    const carried = [
      ...guests.map(({ name, cpu }) => ({ name, threads: cpu.threads })),
      ...containers.filter((container) => container.host === host.name).map(({ name, cores }) => ({ name, threads: cores })),
    ];
    const sum = carried.reduce((total, { threads }) => total + threads, 0);
    const { cpuRatio } = host.overcommit;
    if (sum <= host.threads * cpuRatio) {
      return [];
    }
    const needed = Math.ceil((sum / host.threads) * 100) / 100;
    return [
      {
        path: `hosts[${host.name}].overcommit.cpuRatio`,
        message: `allows ${Math.floor(host.threads * cpuRatio)} virtual processors on ${host.threads} threads, and what it carries has ${sum} (${carried.map(({ name }) => name).join(", ")})`,
        value: String(cpuRatio),
        fix: `give the machines fewer threads, or set cpuRatio: ${needed} if they may wait for each other`,
      },
    ];
  });
