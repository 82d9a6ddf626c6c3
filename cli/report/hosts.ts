import type { HostGuest, HostShares } from "../../infra/hardware/host-shares";
import { formatPercent, nodeList, percentOf } from "./format";

/** The columns of a table of hosts, in order. */
export const hostColumns = ["host", "carries", "vCPUs", "memory", "cards"] as const;

/** A row for each host, with what it has promised of what it has, and below it a row for each thing that it carries. */
export function hostRows(hosts: readonly HostShares[]): readonly (readonly string[])[] {
  return hosts.flatMap((host) => [hostCells(host), ...host.guests.map(guestCells)]);
}

/** A sentence for everything of which a host has promised more than it has. */
export function hostSentences(hosts: readonly HostShares[]): readonly string[] {
  return hosts.flatMap(({ name, cpu, memory }) => [
    ...(cpu.promisedThreads > cpu.threads
      ? [
          `${name} has promised ${cpu.promisedThreads} vCPUs on ${cpu.threads} threads: when all of them are busy, each gets ${formatPercent(percentOf(cpu.threads, cpu.promisedThreads))} of a thread.`,
        ]
      : []),
    ...(memory.promisedMiB > memory.physicalMiB - memory.reservedMiB
      ? [
          `${name} has promised ${gibibytes(memory.promisedMiB)} of memory and keeps ${gibibytes(memory.physicalMiB - memory.reservedMiB)} for that: when all of it is used, the host kills a machine.`,
        ]
      : []),
  ]);
}

/** A host as the cells of {@link hostColumns}. */
export function hostCells({ name, cpu, memory }: HostShares): readonly string[] {
  return [
    name,
    "",
    `${cpu.promisedThreads} of ${cpu.threads} (${formatPercent(percentOf(cpu.promisedThreads, cpu.threads))})`,
    `${gibibytes(memory.promisedMiB)} of ${gibibytes(memory.physicalMiB)} (${formatPercent(percentOf(memory.promisedMiB, memory.physicalMiB))})`,
    "",
  ];
}

/** What a host carries as the cells of {@link hostColumns}. */
export function guestCells({ kind, name, vmId, threads, memoryMiB, cards }: HostGuest): readonly string[] {
  const what = kind === "container" ? "container" : "VM";
  return [
    "",
    vmId === undefined ? name : `${name} (${what} ${vmId})`,
    String(threads),
    gibibytes(memoryMiB),
    cards.length === 0 ? "" : nodeList(cards.map(({ model, path }) => (path === undefined ? model : `${model} at ${path}`))),
  ];
}

/** Gibibytes with one decimal where they are not whole. */
function gibibytes(mebibytes: number): string {
  const value = mebibytes / 1024;
  return `${Number.isInteger(value) ? String(value) : value.toFixed(1)} GiB`;
}
