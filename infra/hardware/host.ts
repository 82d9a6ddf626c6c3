import { memoryBytes } from "../quantities/quantity";
import { allocatableOf } from "./allocatable";
import { givenMemoryBytes } from "./guests";
import type { Host } from "./machine";
import type { OperatingSystem, ParsedContainer, ParsedHost, ParsedMachine } from "./schema";

/** A host with its defaults, and what it has left for the pods of its machines. */
export function hostOf(
  { name, threads, memory, reservedMemory, proxmox }: ParsedHost,
  machines: readonly ParsedMachine[],
  containers: readonly ParsedContainer[],
  operatingSystem: OperatingSystem["kind"],
): Host {
  const guests = machines
    .filter((machine) => machine.host === name)
    .map((machine) => ({ machine, allocatable: allocatableOf(machine, operatingSystem) }));
  // What a guest has and does not let pods request is its own system's, and taken from the host all the same.
  const systemsCpuMilli = sum(guests.map(({ machine, allocatable }) => machine.cpu.threads * 1000 - allocatable.cpuMilli));
  const systemsMemoryBytes = sum(guests.map(({ machine, allocatable }) => givenMemoryBytes(machine) - allocatable.memoryBytes));
  // A container's memory is counted in full. Its cores are a limit that it rarely reaches, not a share that it has.
  const containersMemoryBytes = sum(
    containers.filter((container) => container.host === name).map((container) => memoryBytes(container.memory)),
  );
  return {
    name,
    threads,
    memoryBytes: memoryBytes(memory),
    reservedMemoryBytes: memoryBytes(reservedMemory),
    allocatable: {
      cpuMilli: Math.max(0, threads * 1000 - systemsCpuMilli),
      memoryBytes: Math.max(0, memoryBytes(memory) - memoryBytes(reservedMemory) - systemsMemoryBytes - containersMemoryBytes),
    },
    ...(proxmox === undefined
      ? {}
      : {
          proxmox: {
            nodeName: proxmox.nodeName ?? name,
            datastore: proxmox.datastore,
            imageDatastore: proxmox.imageDatastore,
            bridge: proxmox.bridge,
          },
        }),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
