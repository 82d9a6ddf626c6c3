import { subjectsOfType } from "../model/cluster";
import { sharedWithEarlier } from "../model/sharing";
import { defineRule } from "../rule";

/** A card is in one machine. */
export const pciDeviceHasOneOwner = defineRule({
  id: "pci-device-has-one-owner",
  displayName: "A PCI device has one owner",
  description: "No two virtual machines of a host are given the same PCI device, by mapping or by address.",
  why: "A device that is passed through belongs to one running machine: the second does not start, or, on a reset of the card, takes the first one down with it.",
  remediation: "Take it away from one of them, or map the second card of its kind under a name of its own.",
  group: "hardware and secrets",
  severity: "critical",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "virtual-machine") {
      return;
    }
    const devicesOf = ({ namespace, pciDevices }: typeof subject): readonly string[] =>
      pciDevices.flatMap(({ mapping, address }) => {
        const device = mapping ?? address;
        return device === undefined ? [] : [`${device} of host ${namespace}`];
      });
    for (const { other, key } of sharedWithEarlier(subject, subjectsOfType(cluster, "virtual-machine"), devicesOf)) {
      yield { message: `${subject.label} and ${other.label} are both given ${key}.` };
    }
  },
});
