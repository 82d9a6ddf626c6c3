import { cpuMilli, memoryBytes } from "../quantities/quantity";
import type { Allocatable, Reservation } from "./machine";
import type { OperatingSystem, ParsedMachine } from "./schema";

const mebibyte = 1024 ** 2;
const nothing: Reservation = { cpuMilli: 0, memoryBytes: 0 };

/**
 * What a machine keeps from pods: kubeReserved, systemReserved and the hard eviction threshold for memory, as each
 * operating system sets them by default.
 *
 * - Talos: systemReserved 50m and 512 MiB (control plane) or 384 MiB (worker), no kubeReserved, Kubernetes' own
 *   threshold of 100 MiB. Source: https://github.com/siderolabs/talos, pkg/machinery/constants.
 * - K3s: reserves nothing, and its eviction-hard names the disks only, which drops the threshold for memory.
 *   Source: https://github.com/k3s-io/k3s, pkg/daemons/agent.
 */
export function reservationOf(operatingSystem: OperatingSystem["kind"], role: ParsedMachine["role"]): Reservation {
  switch (operatingSystem) {
    case "talos":
      return { cpuMilli: 50, memoryBytes: ((role === "control-plane" ? 512 : 384) + 100) * mebibyte };
    case "k3s":
      return nothing;
  }
}

/** What a machine keeps from pods: what its kubelet is told to, or what the operating system does by itself. */
export function reservedOn({ reserved, role }: ParsedMachine, operatingSystem: OperatingSystem["kind"]): Reservation {
  return reserved === undefined
    ? reservationOf(operatingSystem, role)
    : { cpuMilli: cpuMilli(reserved.cpu), memoryBytes: memoryBytes(reserved.memory) };
}

/**
 * What pods may request on a machine. What the cluster reports (`observedAllocatable`) wins over what is computed:
 * the memory that a virtual machine sees is less than its hypervisor gives it.
 */
export function allocatableOf(machine: ParsedMachine, operatingSystem: OperatingSystem["kind"]): Allocatable {
  const reserved = reservedOn(machine, operatingSystem);
  const observed = machine.observedAllocatable;
  return {
    cpuMilli: observed === undefined ? Math.max(0, machine.cpu.threads * 1000 - reserved.cpuMilli) : cpuMilli(observed.cpu),
    memoryBytes: observed === undefined ? Math.max(0, memoryBytes(machine.memory) - reserved.memoryBytes) : memoryBytes(observed.memory),
    pods: machine.maxPods,
    extended: extendedOf(machine),
  };
}

/** Each card counts as often as its device plugin advertises it. */
function extendedOf(machine: ParsedMachine): Readonly<Record<string, number>> {
  const { ephemeralStorage, extendedResources } = machine;
  const extended: Record<string, number> = {
    ...(ephemeralStorage === undefined ? {} : { "ephemeral-storage": memoryBytes(ephemeralStorage) }),
    ...extendedResources,
  };
  for (const gpu of machine.gpus) {
    extended[gpu.resource] = (extended[gpu.resource] ?? 0) + gpu.shares;
  }
  return extended;
}
