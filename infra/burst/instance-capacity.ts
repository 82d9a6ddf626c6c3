import type { Reservation } from "../hardware/allocatable";
import type { Machine } from "../hardware/machine";
import { memoryBytes } from "../quantities/quantity";

/** What a virtual machine of EC2 keeps for itself: Karpenter's own estimate, `vmMemoryOverheadPercent`. */
export const memoryOverheadPercent = 7.5;

const defaultMaxPods = 110;

/** What EC2 says of an instance type. */
export interface InstanceSize {
  readonly vcpus: number;
  /** As Kubernetes writes it, `16Gi`. */
  readonly memory: string;
}

/** CPU and memory of an EC2 instance, two vCPUs a core, and what pods may request of them; no extended resources. */
export function instanceCapacity(
  { vcpus, memory }: InstanceSize,
  reserved: Reservation,
): Pick<Machine, "cores" | "threads" | "memoryBytes" | "allocatable"> {
  const bytes = Math.floor((memoryBytes(memory) * (100 - memoryOverheadPercent)) / 100);
  return {
    cores: Math.ceil(vcpus / 2),
    threads: vcpus,
    memoryBytes: bytes,
    allocatable: {
      cpuMilli: vcpus * 1000 - reserved.cpuMilli,
      memoryBytes: bytes - reserved.memoryBytes,
      pods: defaultMaxPods,
      extended: {},
    },
  };
}
