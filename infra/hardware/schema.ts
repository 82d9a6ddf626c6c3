import { z } from "zod";
import { cpuQuantity, dnsLabel, labelKey, labelMap, labelValue, memoryQuantity, namedLabelValue, positiveInteger } from "../schema/fields";

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

/** A physical server that carries machines as virtual machines. Bare-metal machines have none. */
export const hostSchema = z.strictObject({
  name: dnsLabel,
  threads: positiveInteger,
  memory: memoryQuantity,
});

export const machineSchema = z.strictObject({
  /** The Kubernetes node name. */
  name: dnsLabel,
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
  /** Name of the physical host that carries this machine; absent for bare metal. */
  host: dnsLabel.optional(),
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
  }),
  hosts: z.array(hostSchema).default([]),
  machines: z.array(machineSchema).min(1),
});

/** The hardware table as a user writes it: defaults may be left out. */
export type HardwareTable = z.input<typeof hardwareSchema>;
/** One row of {@link HardwareTable}. */
export type MachineRow = z.input<typeof machineSchema>;
/** One row after parsing: defaults filled in, quantities still text. */
export type ParsedMachine = z.output<typeof machineSchema>;
export type ParsedHost = z.output<typeof hostSchema>;
/** The table after parsing: defaults filled in, quantities still text. */
export type ParsedHardware = z.output<typeof hardwareSchema>;

export type TaintEffect = z.output<typeof taintEffectSchema>;
export type Taint = Readonly<z.output<typeof taintSchema>>;
export type Gpu = Readonly<z.output<typeof gpuSchema>>;
export type OperatingSystem = Readonly<z.output<typeof operatingSystemSchema>>;
