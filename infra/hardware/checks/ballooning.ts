import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/** A card reaches into its guest's memory by itself, so all of that memory stays where it is. */
export const checkBallooning: HardwareCheck = ({ machines, cards }) =>
  machines.flatMap(({ name, vm }): Finding[] => {
    const card = cards.find(({ machine }) => machine === name);
    return vm?.minimumMemory === undefined || card === undefined
      ? []
      : [
          {
            path: `machines[${name}].vm.minimumMemory`,
            message: `has no effect beside card "${card.name}": passing a device through keeps all of the guest's memory in place`,
            value: `"${vm.minimumMemory}"`,
            fix: "leave it out",
          },
        ];
  });
