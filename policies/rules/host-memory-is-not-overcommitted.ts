import { z } from "zod";
import { subjectsOfType } from "../model/cluster";
import { defineRule } from "../rule";

/** A host has the memory that it gives away. */
export const hostMemoryIsNotOvercommitted = defineRule({
  id: "host-memory-is-not-overcommitted",
  displayName: "A host has the memory that it gives away",
  description: "The memory dedicated to the guests of a host is no more than it has, less what it keeps for itself.",
  why: "Kubernetes plans with all memory of its nodes. A host that has promised more swaps or kills a whole machine, with every pod on it.",
  remediation: "Give a guest less, or move it to another host.",
  group: "hardware and secrets",
  severity: "critical",
  view: "stack",
  settings: {
    hosts: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe("Its name in Proxmox."),
          memoryMiB: z.number().int().min(1).describe("What guests may have."),
        }),
      )
      .default([])
      .describe("Memory of the hosts; others are not checked. Where a whole Berth stack is checked, its hardware table decides instead."),
  },
  check(subject, cluster, settings) {
    if (subject.type !== "virtual-machine") {
      return [];
    }
    const guests = subjectsOfType(cluster, "virtual-machine").filter(({ namespace }) => namespace === subject.namespace);
    const host = (cluster.hosts ?? settings.hosts).find(({ name }) => name === subject.namespace);
    // Said once, about the last guest.
    if (host === undefined || guests.at(-1) !== subject) {
      return [];
    }
    const promised = guests.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
    return promised <= host.memoryMiB
      ? []
      : [
          {
            message: `The ${guests.length} guests of host ${host.name} have ${promised} MiB together, ${subject.label} among them, and it has ${host.memoryMiB} MiB for them.`,
          },
        ];
  },
});
