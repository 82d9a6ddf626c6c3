import type { MachineChange } from "../../engine/preview-result";
import type { Effect } from "../../infra/talos/field-rules";

const effects: Readonly<Record<Effect, string>> = {
  "at once": "at once",
  reboot: "needs a reboot",
  "next upgrade": "counts at the next upgrade",
  "new nodes only": "only when a node registers: taint a node that exists with kubectl",
};

/** What a change of configuration does to a machine, a line for each field and one about rebooting. */
export function machineChangeLines({ node, changes, generated, hidden, needsReboot, reboot }: MachineChange): readonly string[] {
  return [
    ...changes.map(({ field, kind, before, after, effect }) => `${field}: ${valuesText(kind, before, after)} (${effects[effect]})`),
    ...(generated ? ["what Talos generates changes: not shown, it holds keys (may need a reboot)"] : []),
    ...(hidden ? ["documents of your own change: not shown, they may hold secrets"] : []),
    rebootText(node, needsReboot, reboot),
  ];
}

function valuesText(kind: "add" | "remove" | "change", before: string | undefined, after: string | undefined): string {
  if (before === undefined && after === undefined) {
    return `${kind === "add" ? "added" : kind === "remove" ? "taken away" : "changed"}, not shown`;
  }
  return kind === "remove" ? `${before ?? ""} → nothing` : kind === "add" ? (after ?? "") : `${before ?? ""} → ${after ?? ""}`;
}

function rebootText(node: string, needsReboot: boolean, reboot: MachineChange["reboot"]): string {
  if (!needsReboot) {
    return `${node} does not reboot for what is shown`;
  }
  return reboot === "now"
    ? `${node} REBOOTS`
    : `${node} does not reboot now: what needs it waits for the next reboot (talosctl reboot --nodes ${node})`;
}
