import { subjectsOfType } from "../model/cluster";
import { sharedWithEarlier } from "../model/sharing";
import { defineRule } from "../rule";

/** No two guests claim the same. */
export const vmIdIsUnique = defineRule({
  id: "vm-id-is-unique",
  displayName: "A VMID is used once",
  description:
    "No two guests of the program have the same VMID; it is one number space for virtual machines and containers of a whole Proxmox cluster.",
  why: "Proxmox refuses the second guest in the middle of the update; or, once the first one is gone, the second takes over its disks and backups.",
  remediation: "Give one of the two guests another VMID.",
  group: "hardware and secrets",
  severity: "critical",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "virtual-machine") {
      return;
    }
    const keysOf = ({ vmId }: typeof subject): readonly string[] => (vmId === undefined ? [] : [String(vmId)]);
    for (const { other, key } of sharedWithEarlier(subject, subjectsOfType(cluster, "virtual-machine"), keysOf)) {
      yield { message: `${subject.label} and ${other.label} both have the VMID ${key}.` };
    }
  },
});
