import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/** System extensions are Talos' own. */
export const checkExtensions: HardwareCheck = ({ machines, operatingSystem }) =>
  machines.flatMap(({ name, extensions }): Finding[] =>
    operatingSystem !== "k3s" || extensions.length === 0
      ? []
      : [
          {
            path: `machines[${name}].extensions`,
            message: "has system extensions, which only Talos knows",
            value: `"${extensions.join(", ")}"`,
            fix: "leave them out of the machine and of its cards",
          },
        ],
  );
