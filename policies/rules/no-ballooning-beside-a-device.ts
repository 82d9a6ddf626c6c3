import { defineRule } from "../rule";

/** What a device may write to cannot be taken away. */
export const noBallooningBesideADevice = defineRule({
  id: "no-ballooning-beside-a-device",
  displayName: "No ballooning beside a PCI device",
  description: "A virtual machine that is given a PCI device has no floating memory below what is dedicated to it.",
  why: "A device that is passed through may write anywhere, so the host keeps all of the machine's memory in place: the balloon frees nothing, and a host planned with it runs out.",
  remediation: "Leave memory.floating out, or take the device away.",
  group: "hardware and secrets",
  severity: "high",
  view: "resource",
  settings: {},
  check(subject) {
    if (subject.type !== "virtual-machine" || subject.pciDevices.length === 0) {
      return [];
    }
    const { minimumMemoryMiB, memoryMiB } = subject;
    return minimumMemoryMiB === undefined || minimumMemoryMiB >= memoryMiB
      ? []
      : [{ message: `${subject.label} is given a PCI device, and its memory of ${memoryMiB} MiB may shrink to ${minimumMemoryMiB} MiB.` }];
  },
});
