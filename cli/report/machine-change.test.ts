import type { MachineChange } from "../../engine/preview-result";
import { machineChangeLines } from "./machine-change";

const change: MachineChange = {
  node: "192.0.2.1",
  changes: [
    { field: "machine.files", kind: "add", effect: "reboot" },
    { field: "machine.nodeLabels.a", kind: "change", before: '"1"', after: '"2"', effect: "at once" },
    { field: "machine.nodeLabels.b", kind: "remove", before: '"1"', effect: "at once" },
    { field: "machine.install.image", kind: "add", after: '"i"', effect: "next upgrade" },
  ],
  needsReboot: true,
  generated: false,
  hidden: false,
  reboot: "staged",
};

it("says what each field was, will be, and when it counts", () => {
  expect(machineChangeLines(change)).toEqual([
    "machine.files: added, not shown (needs a reboot)",
    'machine.nodeLabels.a: "1" → "2" (at once)',
    'machine.nodeLabels.b: "1" → nothing (at once)',
    'machine.install.image: "i" (counts at the next upgrade)',
    "192.0.2.1 does not reboot now: what needs it waits for the next reboot (talosctl reboot --nodes 192.0.2.1)",
  ]);
});

it("warns of a machine that reboots, and says what it cannot show", () => {
  expect(machineChangeLines({ ...change, changes: [], reboot: "now", generated: true, hidden: true })).toEqual([
    "what Talos generates changes: not shown, it holds keys (may need a reboot)",
    "documents of your own change: not shown, they may hold secrets",
    "192.0.2.1 REBOOTS",
  ]);
  expect(machineChangeLines({ ...change, changes: [], needsReboot: false })).toEqual(["192.0.2.1 does not reboot for what is shown"]);
});
