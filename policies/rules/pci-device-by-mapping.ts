import { defineRule } from "../rule";

/** A card is given by the name of a mapping. */
export const pciDeviceByMapping = defineRule({
  id: "pci-device-by-mapping",
  displayName: "A PCI device is given by its mapping",
  description: "A virtual machine is given PCI devices by mapping, not by address.",
  why: "Only root with a password may pass an address through: with an API token the update fails. An address also changes when a card is added or the firmware is updated, and then another device is given away.",
  remediation: "Make a mapping of the device (hardware.mapping.Pci) and name it in hostpcis[].mapping.",
  group: "hardware and secrets",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    return subject.type === "virtual-machine"
      ? subject.pciDevices
          .filter(({ mapping, address }) => mapping === undefined && address !== undefined)
          .map(({ slot, address }) => ({ message: `${subject.label} is given a device by its address: ${slot} is ${address ?? ""}.` }))
      : [];
  },
});
