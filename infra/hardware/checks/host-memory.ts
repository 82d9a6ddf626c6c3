import type { Finding } from "../../diagnostics/finding";
import { formatMemoryBytes, memoryBytes } from "../../quantities/quantity";
import { givenMemoryBytes } from "../guests";
import type { HardwareCheck } from "./check";

/** A host promises no more memory than it has, beyond the ratio that the table allows. */
export const checkHostMemory: HardwareCheck = ({ hosts, machines, containers }) =>
  hosts.flatMap((host): Finding[] => {
    const promised = [
      ...machines
        .filter((machine) => machine.host === host.name)
        .map((machine) => ({ name: machine.name, bytes: givenMemoryBytes(machine) })),
      ...containers
        .filter((container) => container.host === host.name)
        .map((container) => ({ name: container.name, bytes: memoryBytes(container.memory) })),
    ];
    const sum = promised.reduce((total, { bytes }) => total + bytes, 0);
    const available = memoryBytes(host.memory) - memoryBytes(host.reservedMemory);
    const { memoryRatio } = host.overcommit;
    if (sum <= available * memoryRatio) {
      return [];
    }
    const times = memoryRatio === 1 ? "" : `, times its memoryRatio of ${memoryRatio},`;
    return [
      {
        path: `hosts[${host.name}].memory`,
        message: `less the ${host.reservedMemory} that it keeps${times} is less than the ${formatMemoryBytes(sum)} of what it carries (${promised.map(({ name }) => name).join(", ")})`,
        value: `"${host.memory}"`,
        fix: "give the machines less memory: a host that runs out of it kills one of them",
      },
    ];
  });
