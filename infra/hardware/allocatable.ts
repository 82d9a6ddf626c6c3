import { cpuMilli, memoryBytes } from "../quantities/quantity";
import type { Allocatable } from "./machine";
import type { OperatingSystem, ParsedMachine } from "./schema";

/** CPU and memory that pods cannot have. */
export interface Reservation {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

const mebibyte = 1024 ** 2;

/**
 * What a machine keeps from pods: kubeReserved, systemReserved and the hard eviction threshold for memory, as each
 * operating system sets them by default, or as Berth sets them.
 *
 * - Talos: systemReserved 50m and 512 MiB (control plane) or 384 MiB (worker), no kubeReserved, Kubernetes' own
 *   threshold of 100 MiB. Source: https://github.com/siderolabs/talos, pkg/machinery/constants.
 * - K3s: reserves nothing by itself, although servers carry API server and etcd outside of any pod. Berth sets 300m and
 *   1200 MiB for them, 100m and 400 MiB for agents, and Kubernetes' own threshold, which K3s drops. The figures are K3s'
 *   published use, with the packaged pods taken off servers and room for the system.
 *   Source: https://docs.k3s.io/reference/resource-profiling.
 */
export function reservationOf(operatingSystem: OperatingSystem["kind"], role: ParsedMachine["role"]): Reservation {
  switch (operatingSystem) {
    case "talos":
      return { cpuMilli: 50, memoryBytes: ((role === "control-plane" ? 512 : 384) + 100) * mebibyte };
    case "k3s":
      return role === "control-plane"
        ? { cpuMilli: 300, memoryBytes: (1200 + 100) * mebibyte }
        : { cpuMilli: 100, memoryBytes: (400 + 100) * mebibyte };
  }
}

/**
 * What pods may request on a machine. What the cluster reports (`observedAllocatable`) wins over what is computed:
 * the memory that a virtual machine sees is less than its hypervisor gives it.
 */
export function allocatableOf(machine: ParsedMachine, operatingSystem: OperatingSystem["kind"]): Allocatable {
  const reserved = reservationOf(operatingSystem, machine.role);
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
