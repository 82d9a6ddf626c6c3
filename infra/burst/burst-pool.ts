import { capabilityKey, discoveredGpuLabel } from "../hardware/capabilities";
import { reservationOf } from "../hardware/allocatable";
import type { Machine } from "../hardware/machine";
import type { OperatingSystem, Taint } from "../hardware/schema";
import type { Toleration } from "../workloads/schema";
import type { InstanceType, ParsedBurst } from "./burst-schema";
import type { FederationProfile } from "./federation/federation-schema";
import { instanceCapacity } from "./instance-capacity";

/** The taint of rented nodes, which only what may burst tolerates. */
export const burstTaint = { key: "berth.dev/burst", value: "true", effect: "NoSchedule" } as const satisfies Taint;
export const toleratesBurst: Toleration = { ...burstTaint, operator: "Equal" };

/** Karpenter waits for this taint and takes it away; a node that comes without is terminated after a quarter of an hour. */
export const unregisteredTaint = { key: "karpenter.sh/unregistered", value: "true", effect: "NoExecute" } as const satisfies Taint;

export const nvidiaResource = "nvidia.com/gpu";

/** Who rents the nodes: Karpenter at home, or a cluster in the cloud that home is peered with. */
export type RentedBy = "nodes" | "federation";

/** What rented nodes boot and run. */
export interface RentedSystem {
  readonly kind: OperatingSystem["kind"];
  readonly image: { readonly owner: string; readonly name: string };
  /** Talos' extensions that are in the image. */
  readonly extensions: readonly string[];
  /** Name of the image's disk in EC2. */
  readonly rootDevice: string;
}

/** The nodes that can be rented. */
export interface BurstPool {
  readonly mode: RentedBy;
  readonly profile: Omit<ParsedBurst, "workloads" | "support">;
  readonly system: RentedSystem;
  /** The cluster that the nodes join, there in mode `federation`; otherwise they join the one at home. */
  readonly remote?: FederationProfile;
  /** A node of each type, with the type's name, cheapest first. Its labels are those that all have. */
  readonly machines: readonly Machine[];
  /** Labels that every node of the pool has from the beginning, whatever its type. */
  readonly labels: Readonly<Record<string, string>>;
}

/** @throws Error for mode `federation` and a profile without a remote cluster, which reading it has refused. */
export function burstPoolOf(profile: BurstPool["profile"], mode: RentedBy = "nodes"): BurstPool {
  const types = profile.instanceTypes.toSorted((a, b) => a.onDemandPerHour - b.onDemandPerHour || (a.name < b.name ? -1 : 1));
  const labels = sharedBy(types.map((type) => labelsOf(type, profile.pool)));
  const remote = mode === "federation" ? requireFederation(profile) : undefined;
  const system = remote === undefined ? talosNodes(profile) : ubuntuNodes(remote);
  return {
    mode,
    profile,
    system,
    ...(remote === undefined ? {} : { remote }),
    machines: types.map((type) => machineOf(type, labels, profile.pool, system)),
    labels,
  };
}

function requireFederation({ federation }: BurstPool["profile"]): FederationProfile {
  if (federation === undefined) {
    throw new Error("a pool without a remote cluster has been read for mode federation");
  }
  return federation;
}

function talosNodes({ image: { extensions, ...image } }: BurstPool["profile"]): RentedSystem {
  return { kind: "talos", image, extensions: [...extensions].sort(), rootDevice: "/dev/xvda" };
}

function ubuntuNodes({ nodeImage: image }: FederationProfile): RentedSystem {
  return { kind: "k3s", image, extensions: [], rootDevice: "/dev/sda1" };
}

/**
 * What a type's nodes could say about themselves. Their memory class is left out: one configuration serves all types, and
 * Karpenter chooses by what a pod requests.
 */
function labelsOf({ gpu }: InstanceType, pool: string): Readonly<Record<string, string>> {
  return {
    [capabilityKey.pool]: pool,
    [capabilityKey.lifecycle]: "elastic",
    ...(gpu === undefined
      ? {}
      : {
          [capabilityKey.gpuVendor]: "nvidia",
          [capabilityKey.gpuModel]: gpu.model,
          [discoveredGpuLabel.nvidia.key]: discoveredGpuLabel.nvidia.value,
        }),
  };
}

function sharedBy(all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}] = all;
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => all.every((labels) => labels[key] === value)));
}

function machineOf(type: InstanceType, shared: BurstPool["labels"], pool: string, system: RentedSystem): Machine {
  const { name, gpu } = type;
  const capacity = instanceCapacity(type, reservationOf(system.kind, "worker"));
  const { key: discovered } = discoveredGpuLabel.nvidia;
  return {
    name,
    role: "worker",
    pool,
    cpuModel: name,
    ...capacity,
    allocatable: { ...capacity.allocatable, extended: gpu === undefined ? {} : { [nvidiaResource]: gpu.count } },
    // What it draws is its owner's to pay.
    power: { idleWatts: 0, fullWatts: 0 },
    gpus: gpu === undefined ? [] : [{ vendor: "nvidia", model: gpu.model, resource: nvidiaResource, shares: gpu.count }],
    cards: [],
    devices: [],
    extensions: system.extensions,
    labels: Object.fromEntries(Object.entries(shared).filter(([label]) => label !== discovered)),
    discoveredLabels: Object.fromEntries(Object.entries(shared).filter(([label]) => label === discovered)),
    taints: [burstTaint],
  };
}
