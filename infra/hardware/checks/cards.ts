import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import type { ParsedCard } from "../schema";
import type { HardwareCheck, HardwareRows } from "./check";

/** Vendors by the first half of a PCI id. Source: https://pci-ids.ucw.cz */
const vendorIds: Readonly<Record<ParsedCard["gpu"]["vendor"], string>> = { nvidia: "10de", intel: "8086", amd: "1002" };

/** Cards are what they say, sit where hosts are, and belong to guests on one of those hosts. */
export const checkCards: HardwareCheck = (rows) =>
  rows.cards.flatMap((card) => [...identity(card), ...places(card, rows), ...owner(card, rows)]);

function identity({ name, gpu, pci, kind, at }: ParsedCard): readonly Finding[] {
  const hosts = Object.keys(at);
  return [
    ...(pci.id.startsWith(vendorIds[gpu.vendor])
      ? []
      : [
          {
            path: `cards[${name}].pci.id`,
            message: `is no device of ${gpu.vendor}, whose ids begin with ${vendorIds[gpu.vendor]}`,
            value: `"${pci.id}"`,
            fix: "copy it from lspci -nn, or correct gpu.vendor",
          },
        ]),
    ...(kind === "discrete" || hosts.length <= 1
      ? []
      : [
          {
            path: `cards[${name}].at`,
            message: `has an integrated GPU in several hosts (${hosts.join(", ")})`,
            fix: "give the GPU of each host a row of its own: it cannot be moved",
          },
        ]),
  ];
}

function places({ name, at }: ParsedCard, { hostNames }: HardwareRows): readonly Finding[] {
  return Object.keys(at)
    .filter((host) => !hostNames.includes(host))
    .map((host) => ({
      path: `cards[${name}].at`,
      message: "has a place in a host that is not in this table",
      value: `"${host}"`,
      fix: didYouMean(host, hostNames) ?? (hostNames.length === 0 ? "add it to hosts" : `known hosts: ${[...hostNames].sort().join(", ")}`),
    }));
}

function owner(card: ParsedCard, { guestNames, machines, containers }: HardwareRows): readonly Finding[] {
  if (card.machine === undefined) {
    return [];
  }
  const path = `cards[${card.name}].machine`;
  const value = `"${card.machine}"`;
  if (!guestNames.includes(card.machine)) {
    const fix = didYouMean(card.machine, guestNames) ?? `known machines and containers: ${[...guestNames].sort().join(", ")}`;
    return [{ path, message: "is no machine or container of this table", value, fix }];
  }
  const host = [...machines, ...containers].find(({ name }) => name === card.machine)?.host;
  if (host === undefined || card.at[host] !== undefined) {
    return [];
  }
  const elsewhere = Object.keys(card.at);
  const where = elsewhere.length === 0 ? "the card has no place in any host" : `the card has a place in ${elsewhere.join(", ")} only`;
  return [
    {
      path,
      message: `runs on host "${host}", and ${where}`,
      value,
      fix: `give it to a machine on its host, or say where it sits in the other: at: { ${host}: { path: "0000:…" } }`,
    },
  ];
}
