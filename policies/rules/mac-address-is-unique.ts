import { subjectsOfType } from "../model/cluster";
import { sharedWithEarlier } from "../model/sharing";
import { defineRule } from "../rule";

/** No two guests claim the same. */
export const macAddressIsUnique = defineRule({
  id: "mac-address-is-unique",
  displayName: "A MAC address is used once",
  description: "No two network cards of the guests in the program have the same MAC address.",
  why: "The switch sends to whichever was heard last, and DHCP gives both the same address: connections break off now and then on both, which is hard to find.",
  remediation: "Give one of them another address, or leave it to Proxmox.",
  group: "hardware and secrets",
  severity: "critical",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "virtual-machine") {
      return;
    }
    const keysOf = ({ macAddresses }: typeof subject): readonly string[] => macAddresses;
    for (const { other, key } of sharedWithEarlier(subject, subjectsOfType(cluster, "virtual-machine"), keysOf)) {
      yield { message: `${subject.label} and ${other.label} both have the MAC address ${key}.` };
    }
  },
});
