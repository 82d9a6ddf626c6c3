import type { Gpu, OperatingSystem, Taint } from "./schema";

/** What pods may request on a machine: capacity less reservations and the eviction threshold. */
export interface Allocatable {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
  /** Extended resources by name, whole numbers. */
  readonly extended: Readonly<Record<string, number>>;
}

/** How a machine turns load into watts: `idleWatts` plus the share of `fullWatts - idleWatts` that is used. */
export interface PowerModel {
  readonly idleWatts: number;
  readonly fullWatts: number;
}

/** A machine with every default filled in and every derived value computed. */
export interface Machine {
  readonly name: string;
  readonly role: "control-plane" | "worker";
  readonly pool: string;
  readonly cpuModel: string;
  readonly cores: number;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly allocatable: Allocatable;
  readonly power: PowerModel;
  readonly gpus: readonly Gpu[];
  readonly devices: readonly string[];
  readonly address: string;
  readonly host?: string;
  /** Labels that Berth sets on the node: capabilities, zone and the user's own. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that the cluster's own discovery sets (NFD, GPU operators); never set by Berth, but selectable. */
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** A physical server that carries machines. */
export interface Host {
  readonly name: string;
  readonly threads: number;
  readonly memoryBytes: number;
}

/** The hardware of one cluster, validated. */
export interface HardwareProfile {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly kubernetesVersion: string;
  readonly operatingSystem: OperatingSystem;
  readonly hosts: readonly Host[];
  readonly machines: readonly Machine[];
}
