import type { Finding } from "../../diagnostics/finding";
import { hasResetBug } from "../cards";
import type { HardwareCheck } from "./check";

/** A GPU that does not come back after its guest stops is no device for a virtual machine. */
export const checkResetBug: HardwareCheck = ({ cards, machines }) =>
  cards.filter(hasResetBug).flatMap((card): Finding[] => {
    const machine = machines.find(({ name }) => name === card.machine);
    return machine?.host === undefined
      ? []
      : [
          {
            path: `cards[${card.name}].machine`,
            message: "is a virtual machine, and this GPU cannot be reset: after the first stop it is gone until the host reboots",
            value: `"${machine.name}"`,
            fix: "give it to a container (containers, with its device nodes), or leave it to the host",
          },
        ];
  });
