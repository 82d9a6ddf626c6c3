import type { Card, PciLocation } from "./machine";
import type { ParsedCard, ParsedContainer, ParsedMachine, Taint } from "./schema";

/** Machines with what they are given: the GPUs, taints and extensions of their cards, and what is plugged in for them. */
export function withGivenHardware(machines: readonly ParsedMachine[], cards: readonly ParsedCard[]): readonly ParsedMachine[] {
  return machines.map((machine) => {
    const own = cards.filter((card) => card.machine === machine.name);
    return {
      ...machine,
      gpus: [...machine.gpus, ...own.map(({ gpu }) => gpu)],
      devices: [...new Set([...machine.devices, ...(machine.vm?.usb ?? []).map(({ device }) => device)])],
      taints: withTaints(machine.taints, own),
      extensions: [...new Set([...machine.extensions, ...own.flatMap(({ extensions }) => extensions)])],
    };
  });
}

/** The GPUs of a machine that none of the cards brings. */
export function ownGpus(machine: ParsedMachine, cards: readonly ParsedCard[]): ParsedMachine["gpus"] {
  const brought = new Set(cards.filter((card) => card.machine === machine.name).map(({ gpu }) => gpu));
  return machine.gpus.filter((gpu) => !brought.has(gpu));
}

/** Whether the GPU is lost to the host once a virtual machine has had it. AMD's integrated ones are, unless the table says otherwise. */
export function hasResetBug({ resetBug, kind, gpu }: ParsedCard): boolean {
  return resetBug ?? (kind === "integrated" && gpu.vendor === "amd");
}

/** The machine's taints and those of its cards that it does not have itself. */
function withTaints(taints: readonly Taint[], cards: readonly ParsedCard[]): Taint[] {
  const all = [...taints];
  for (const taint of cards.flatMap((card) => card.taints)) {
    if (!all.some(({ key, value, effect }) => key === taint.key && value === taint.value && effect === taint.effect)) {
      all.push(taint);
    }
  }
  return all;
}

/** A card with the place where it sits in the host of whoever has it. */
export function cardOf(card: ParsedCard, guests: readonly (ParsedMachine | ParsedContainer)[]): Card {
  const location = locationOf(card, guests);
  return {
    name: card.name,
    gpu: card.gpu,
    kind: card.kind,
    pciId: card.pci.id,
    ...(card.pci.subsystemId === undefined ? {} : { subsystemId: card.pci.subsystemId }),
    ...(card.machine === undefined ? {} : { machine: card.machine }),
    ...(location === undefined ? {} : { location }),
    passthrough: card.passthrough,
    pcie: card.pcie,
  };
}

/** Where a card sits in the host of whoever has it; undefined when nobody has it, or its place there is not given. */
export function locationOf({ machine, at }: ParsedCard, guests: readonly (ParsedMachine | ParsedContainer)[]): PciLocation | undefined {
  const host = machine === undefined ? undefined : guests.find(({ name }) => name === machine)?.host;
  const place = host === undefined ? undefined : at[host];
  if (host === undefined || place === undefined) {
    return undefined;
  }
  return {
    host,
    path: place.path,
    ...(place.iommuGroup === undefined ? {} : { iommuGroup: place.iommuGroup }),
    deviceNodes: place.deviceNodes.map(({ path, gid, mode }) => ({ path, ...(gid === undefined ? {} : { gid }), mode })),
  };
}
