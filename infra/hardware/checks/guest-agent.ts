import type { Finding } from "../../diagnostics/finding";
import { guestAgentExtension } from "../guests";
import type { HardwareCheck } from "./check";

/** Proxmox waits for an agent that is not there: a quarter of an hour at each creation and refresh. */
export const checkGuestAgent: HardwareCheck = ({ machines, operatingSystem }) =>
  machines.flatMap(({ name, vm, extensions }): Finding[] =>
    operatingSystem !== "talos" || vm?.agent !== true || extensions.includes(guestAgentExtension)
      ? []
      : [
          {
            path: `machines[${name}].vm.agent`,
            message: `is on, and the machine's image has no agent: each creation and refresh would wait for it for 15 minutes`,
            value: "true",
            fix: `add "${guestAgentExtension}" to its extensions, or leave agent out`,
          },
        ],
  );
