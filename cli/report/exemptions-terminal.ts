import type { ExemptionState } from "../../policies/exemption";
import type { ListedExemption } from "../../policies/configuration";
import { paint, type Style } from "./terminal-text";

const styles: Readonly<Record<ExemptionState, Style>> = { active: "reset", "ends-soon": "yellow", expired: "red" };

/** A stack's exemptions, one paragraph each; nothing where there are none. */
export function renderExemptions(exemptions: readonly ListedExemption[]): string {
  return exemptions
    .map(({ policy, subject, end, state, reason }) => `exempt ${subject} from ${policy}  ${paint(styles[state], end)}\n    ${reason}`)
    .join("\n");
}
