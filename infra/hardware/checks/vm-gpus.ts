import type { Finding } from "../../diagnostics/finding";
import { ownGpus } from "../cards";
import type { HardwareCheck } from "./check";

/** A virtual machine has the GPUs that are given to it, and no others. */
export const checkVmGpus: HardwareCheck = ({ machines, cards }) =>
  machines.flatMap((machine): Finding[] =>
    machine.vm === undefined || ownGpus(machine, cards).length === 0
      ? []
      : [
          {
            path: `machines[${machine.name}].gpus`,
            message: "has a GPU that nothing passes through to this virtual machine",
            fix: `list the card under cards, with machine: "${machine.name}"`,
          },
        ],
  );
