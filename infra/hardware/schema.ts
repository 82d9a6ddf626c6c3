import { z } from "zod";
import { cpuQuantity, dnsLabel, labelKey, labelMap, labelValue, memoryQuantity, namedLabelValue, positiveInteger } from "../schema/fields";
import { fleetSchema, type FleetRow } from "./fleet-schema";
import type { RentedServer } from "./fleet";
import { networkSchema } from "./network-schema";
import { containerFields, pciLocationSchema, pciSchema, proxmoxNodeSchema, proxmoxSchema, vmSchema } from "./proxmox-schema";

/** What a kubelet does to pods that do not tolerate a taint. */
export const taintEffectSchema = z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]);

export const taintSchema = z.strictObject({
  key: labelKey,
  value: labelValue.default(""),
  effect: taintEffectSchema,
});

/** A graphics card or integrated GPU, as its device plugin advertises it. */
export const gpuSchema = z.strictObject({
  vendor: z.enum(["nvidia", "intel", "amd"]),
  /** Lower-case model name, a legal label value: `arc-130t`, `tesla-t4`. */
  model: namedLabelValue,
  /** Extended resource of the device plugin: `gpu.intel.com/i915`, `nvidia.com/gpu`, `amd.com/gpu`. */
  resource: labelKey,
  /** How many of the resource one card is advertised as (time slicing, `sharedDevNum`). */
  shares: positiveInteger.default(1),
});

/** System extension of Talos' image factory: `siderolabs/qemu-guest-agent`. */
const extension = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, "must be an extension such as siderolabs/qemu-guest-agent");

/** What a row was called before, so that what was created under those names is renamed and not made anew. */
const formerNames = z.array(dnsLabel).optional();

/** A physical server that carries machines as virtual machines. Bare-metal machines have none. */
export const hostSchema = z.strictObject({
  name: dnsLabel,
  threads: positiveInteger,
  memory: memoryQuantity,
  /**
   * What it keeps for itself. The default is what Proxmox asks for; Ceph and ZFS need about 1 GiB more for each TiB.
   * Source: https://pve.proxmox.com/pve-docs/chapter-pve-installation.html#install_recommended_requirements
   */
  reservedMemory: memoryQuantity.default("2Gi"),
  /** How much more than it has it may promise to what it carries. */
  overcommit: z
    .strictObject({
      /** Virtual processors for each thread. */
      cpuRatio: z.number().positive().max(16).default(1),
      /** Promised memory for each byte that is not reserved. */
      memoryRatio: z.number().positive().max(2).default(1),
    })
    .default({ cpuRatio: 1, memoryRatio: 1 }),
  /** There when it runs Proxmox and Berth creates machines on it. */
  proxmox: proxmoxNodeSchema.optional(),
});

/**
 * A card or integrated GPU that can be given to one machine or another. To move it, change `machine`: its labels,
 * extended resources, taints and extensions follow.
 */
export const cardSchema = z.strictObject({
  /** Also the name of its PCI mapping in Proxmox. */
  name: dnsLabel,
  gpu: gpuSchema,
  kind: z.enum(["discrete", "integrated"]),
  pci: pciSchema,
  /** Where it sits in each host that it is, or may be moved, in. A bare-metal machine needs no entry. */
  at: z.record(dnsLabel, pciLocationSchema).default({}),
  /** Name of the machine or container that has it. Default: the host keeps it. */
  machine: dnsLabel.optional(),
  /** Whether it is gone after the virtual machine that had it stops, until the host reboots. Default: for AMD's integrated GPUs. */
  resetBug: z.boolean().optional(),
  /** By a mapping, which an API token may use, or by its bare address, which only root may. */
  passthrough: z.enum(["mapping", "raw-id"]).default("mapping"),
  /** Whether the guest sees it on a PCI Express port. */
  pcie: z.boolean().default(true),
  /** What keeps other workloads off the machine that has it. */
  taints: z.array(taintSchema).default([]),
  /** System extensions that the machine that has it needs. */
  extensions: z.array(extension).default([]),
});

/**
 * A Linux container beside the cluster's machines, for hardware that no virtual machine can have. It shares the host's
 * kernel: Talos cannot run in it, and it is no node of the cluster.
 */
export const containerSchema = z.strictObject({ name: dnsLabel, formerNames, host: dnsLabel, ...containerFields });

export const machineSchema = z.strictObject({
  /** The Kubernetes node name. */
  name: dnsLabel,
  formerNames,
  role: z.enum(["control-plane", "worker"]),
  /** Groups machines that serve the same purpose; becomes the label `berth.dev/pool`. */
  pool: namedLabelValue,
  cpu: z.strictObject({ model: z.string().min(1), cores: positiveInteger, threads: positiveInteger }),
  /** Memory that the operating system sees. */
  memory: memoryQuantity,
  power: z.strictObject({
    /** Measured or estimated draw of the whole machine with nothing to do. */
    idleWatts: z.number().nonnegative(),
    /** Thermal design power of the processor: the draw that full load adds up to, on top of nothing. */
    tdpWatts: z.number().positive(),
  }),
  gpus: z.array(gpuSchema).default([]),
  /** Names of things plugged in that a workload may need: `zigbee`, `coral`. */
  devices: z.array(namedLabelValue).default([]),
  /** Address of the machine's management API (the Talos API for Talos). */
  address: z.ipv4(),
  maxPods: positiveInteger.default(110),
  /** What pods may use of its disk: `ephemeral-storage` of the node's allocatable. Default: none that they may request. */
  ephemeralStorage: memoryQuantity.optional(),
  /** What device plugins advertise besides its cards: `{ "squat.ai/serial": 2 }`. */
  extendedResources: z.record(labelKey, positiveInteger).default({}),
  /** Name of the physical host that carries this machine; absent for bare metal. */
  host: dnsLabel.optional(),
  /** There when Berth creates it on its host; what is there already, or is made of metal, has none. */
  vm: vmSchema.optional(),
  /** Where its operating system is installed: `/dev/sda`. */
  installDisk: z
    .string()
    .regex(/^\/dev\/\S+$/, "must be a disk such as /dev/sda")
    .optional(),
  /** System extensions of its Talos image, beside those that its cards need. */
  extensions: z.array(extension).default([]),
  /** Failure domain for `topology.kubernetes.io/zone`; absent when there is one. */
  zone: namedLabelValue.optional(),
  labels: labelMap.default({}),
  taints: z.array(taintSchema).default([]),
  /** `node.status.allocatable` as the cluster reports it; preferred over what is computed from the capacity. */
  observedAllocatable: z.strictObject({ cpu: cpuQuantity, memory: memoryQuantity }).optional(),
});

/** What the machines run: decides what the kubelet keeps for itself. */
export const operatingSystemSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("talos"),
    /** With a leading `v`: `v1.12.3`. */
    version: z.string().regex(/^v\d+\.\d+\.\d+$/, "must be a version such as v1.12.3"),
  }),
  z.strictObject({
    kind: z.literal("k3s"),
    /** With the build: `v1.35.4+k3s1`. */
    version: z.string().regex(/^v\d+\.\d+\.\d+\+k3s\d+$/, "must be a version such as v1.35.4+k3s1"),
  }),
]);

/** One cluster's machines: what a user writes in `stacks/<name>/hardware.ts`. */
export const hardwareSchema = z.strictObject({
  cluster: z.strictObject({
    name: dnsLabel,
    /** URL of the Kubernetes API with scheme and port. */
    endpoint: z.string().regex(/^https:\/\/[^/\s:]+:\d+\/?$/, "must be an https URL with a port such as https://192.168.1.10:6443"),
    /** Without a leading `v`: `1.35.4`. */
    kubernetesVersion: z.string().regex(/^\d+\.\d+\.\d+$/, "must be a version such as 1.35.4"),
    operatingSystem: operatingSystemSchema,
    /** Whether control planes take ordinary workloads too: Talos then sets no taint on them, and plans treat them as workers. */
    allowSchedulingOnControlPlanes: z.boolean().default(false),
    network: networkSchema.optional(),
    /** There when Berth creates machines on Proxmox. */
    proxmox: proxmoxSchema.optional(),
  }),
  hosts: z.array(hostSchema).default([]),
  cards: z.array(cardSchema).default([]),
  /** Empty where all machines are servers of fleets. */
  machines: z.array(machineSchema),
  /** Rented servers that come in a number. */
  fleets: z.array(fleetSchema).default([]),
  containers: z.array(containerSchema).default([]),
});

/** The hardware table as a user writes it: defaults may be left out. */
export type HardwareTable = z.input<typeof hardwareSchema>;
/** One row of {@link HardwareTable}. */
export type MachineRow = z.input<typeof machineSchema>;
export type HostRow = z.input<typeof hostSchema>;
export type CardRow = z.input<typeof cardSchema>;
export type ContainerRow = z.input<typeof containerSchema>;
export type { FleetRow };
/**
 * One row after parsing: defaults filled in, quantities still text. A server of a fleet has no row: it has no address
 * either before it is ordered, and `rented` instead.
 */
export type ParsedMachine = Omit<z.output<typeof machineSchema>, "address"> & {
  readonly address?: string;
  readonly rented?: RentedServer;
};
export type ParsedHost = z.output<typeof hostSchema>;
export type ParsedCard = z.output<typeof cardSchema>;
export type ParsedContainer = z.output<typeof containerSchema>;
export type ParsedCluster = z.output<typeof hardwareSchema>["cluster"];
/** The table after parsing: defaults filled in, quantities still text. */
export type ParsedHardware = z.output<typeof hardwareSchema>;

export type TaintEffect = z.output<typeof taintEffectSchema>;
export type Taint = Readonly<z.output<typeof taintSchema>>;
export type Gpu = Readonly<z.output<typeof gpuSchema>>;
export type OperatingSystem = Readonly<z.output<typeof operatingSystemSchema>>;
