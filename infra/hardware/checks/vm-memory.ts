import type { Finding } from "../../diagnostics/finding";
import { formatMemoryBytes, memoryBytes } from "../../quantities/quantity";
import type { HardwareCheck } from "./check";

const mebibyte = 1024 ** 2;

/** Proxmox gives memory in whole mebibytes, and never less to the guest than the guest is said to see. */
export const checkVmMemory: HardwareCheck = ({ machines, containers }) => [
  ...machines.flatMap(({ name, memory, vm }): readonly Finding[] => {
    if (vm === undefined) {
      return [];
    }
    const given = vm.memory ?? memory;
    const path = vm.memory === undefined ? `machines[${name}].memory` : `machines[${name}].vm.memory`;
    return [
      ...wholeMebibytes(path, given),
      ...(memoryBytes(given) < memoryBytes(memory)
        ? [
            {
              path,
              message: `is less than the ${memory} that its operating system sees`,
              value: `"${given}"`,
              fix: "give at least as much",
            },
          ]
        : []),
      ...(vm.minimumMemory === undefined ? [] : wholeMebibytes(`machines[${name}].vm.minimumMemory`, vm.minimumMemory)),
      ...(vm.minimumMemory !== undefined && memoryBytes(vm.minimumMemory) > memoryBytes(given)
        ? [
            {
              path: `machines[${name}].vm.minimumMemory`,
              message: `is more than its memory of ${given}`,
              value: `"${vm.minimumMemory}"`,
              fix: "leave it out: without it all of the memory stays",
            },
          ]
        : []),
    ];
  }),
  ...containers.flatMap(({ name, memory }) => wholeMebibytes(`containers[${name}].memory`, memory)),
];

function wholeMebibytes(path: string, quantity: string): readonly Finding[] {
  const bytes = memoryBytes(quantity);
  if (bytes % mebibyte === 0 && bytes > 0) {
    return [];
  }
  const nearest = Math.max(1, Math.round(bytes / mebibyte)) * mebibyte;
  return [
    {
      path,
      message: "is no whole number of mebibytes, in which Proxmox counts",
      value: `"${quantity}"`,
      fix: `write ${formatMemoryBytes(nearest)}`,
    },
  ];
}
