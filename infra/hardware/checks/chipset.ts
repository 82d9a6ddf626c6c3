import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/** Only the q35 chipset has PCI Express ports. */
export const checkChipset: HardwareCheck = ({ machines, cards }) =>
  machines.flatMap(({ name, vm }): Finding[] => {
    const card = cards.find(({ machine, pcie }) => machine === name && pcie);
    return vm === undefined || vm.chipset === "q35" || card === undefined
      ? []
      : [
          {
            path: `machines[${name}].vm.chipset`,
            message: `has no PCI Express port for card "${card.name}"`,
            value: `"${vm.chipset}"`,
            fix: `use chipset: "q35", or set pcie: false for the card`,
          },
        ];
  });
