import { defineRule } from "../rule";

/** Only the q35 chipset has PCI Express. */
export const pciExpressNeedsItsChipset = defineRule({
  id: "pci-express-needs-its-chipset",
  displayName: "A PCI Express device needs q35",
  description: "A virtual machine that is given a device with pcie: true has the chipset q35.",
  why: "The older chipset has no PCI Express: Proxmox makes the machine and then does not start it.",
  remediation: "Set machine: q35, or leave pcie out for a device that does without.",
  group: "hardware and secrets",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "virtual-machine" || !subject.pciDevices.some(({ pcie }) => pcie)) {
      return [];
    }
    const chipset = subject.chipset;
    return chipset?.includes("q35") === true
      ? []
      : [{ message: `${subject.label} is given a PCI Express device, and its chipset is ${chipset ?? "the default, pc"}.` }];
  },
});
