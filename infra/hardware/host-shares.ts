import { ceilMiB, floorMiB } from "../quantities/quantity";
import type { HardwareProfile } from "./machine";

/** A card that a machine or container has. */
export interface OwnedCard {
  readonly name: string;
  /** `tesla-t4`. */
  readonly model: string;
  /** Its PCI address in the host, where it is known: `0000:06:00.0`. */
  readonly path?: string;
}

/** What a host carries: a machine of the cluster, or a container beside it. */
export interface HostGuest {
  readonly kind: "machine" | "container";
  readonly name: string;
  /** Its id in Proxmox; absent when Berth does not create it. */
  readonly vmId?: number;
  readonly threads: number;
  readonly memoryMiB: number;
  readonly cards: readonly OwnedCard[];
}

/** What a physical server has, and what it has promised to what it carries. */
export interface HostShares {
  readonly name: string;
  readonly cpu: { readonly threads: number; readonly promisedThreads: number };
  /** What the host keeps for itself is part of what it has, and of no promise. */
  readonly memory: { readonly physicalMiB: number; readonly reservedMiB: number; readonly promisedMiB: number };
  readonly guests: readonly HostGuest[];
}

/**
 * The hosts that carry something, with what they carry in the table's order: machines, then containers.
 *
 * @param nodes Names of the machines that there are; others are left out. Default: all of the profile.
 */
export function hostShares(profile: HardwareProfile, nodes?: readonly string[]): readonly HostShares[] {
  const isThere = (name: string): boolean => nodes?.includes(name) ?? true;
  return profile.hosts.flatMap((host) => {
    const guests: HostGuest[] = [
      ...profile.machines
        .filter((machine) => machine.host === host.name && isThere(machine.name))
        .map(({ name, threads, memoryBytes, vm }) => ({
          kind: "machine" as const,
          name,
          ...(vm === undefined ? {} : { vmId: vm.id }),
          threads,
          memoryMiB: vm?.memoryMiB ?? ceilMiB(memoryBytes),
          cards: cardsOf(profile, name),
        })),
      ...profile.containers
        .filter((container) => container.host === host.name)
        .map(({ name, vmId, cores, memoryMiB }) => ({
          kind: "container" as const,
          name,
          vmId,
          threads: cores,
          memoryMiB,
          cards: cardsOf(profile, name),
        })),
    ];
    return guests.length === 0
      ? []
      : [
          {
            name: host.name,
            cpu: { threads: host.threads, promisedThreads: total(guests.map(({ threads }) => threads)) },
            memory: {
              physicalMiB: floorMiB(host.memoryBytes),
              reservedMiB: ceilMiB(host.reservedMemoryBytes),
              promisedMiB: total(guests.map(({ memoryMiB }) => memoryMiB)),
            },
            guests,
          },
        ];
  });
}

function cardsOf({ cards }: HardwareProfile, owner: string): readonly OwnedCard[] {
  return cards
    .filter(({ machine }) => machine === owner)
    .map(({ name, gpu, location }) => ({ name, model: gpu.model, ...(location === undefined ? {} : { path: location.path }) }));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
