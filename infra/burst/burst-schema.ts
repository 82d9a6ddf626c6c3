import { z } from "zod";
import { cpuQuantity, dnsLabel, memoryQuantity, namedLabelValue, positiveInteger } from "../schema/fields";
import { federationSchema } from "./federation/federation-schema";

const money = z.number().positive();
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a region of AWS such as eu-central-1");
const cidr = z.cidrv4();

/** What EC2 sells under one name. */
export const instanceTypeSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "must be an instance type such as g4dn.xlarge"),
  vcpus: positiveInteger,
  memory: memoryQuantity,
  /** NVIDIA cards; absent when it has none. */
  gpu: z.strictObject({ model: namedLabelValue, count: positiveInteger.default(1), memory: memoryQuantity }).optional(),
  onDemandPerHour: money,
  /** What it usually costs on the spot market, for estimates. What it costs at most is the price on demand. */
  spotPerHour: money,
});

/** Everything about bursts that is data: what may be rented, where, at what price, and how much of it. */
export const burstSchema = z.strictObject({
  provider: z.literal("aws"),
  region,
  /** Two or more: the spot market of a single zone is often empty. */
  zones: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "must be a zone such as eu-central-1a")).min(2),
  /** A network of its own, or one that exists. */
  network: z.union(
    [
      z.strictObject({ cidr }),
      z.strictObject({
        vpcId: z.string().startsWith("vpc-"),
        /** Public ones, one in each zone or more. Berth tags them; it does not own them. */
        subnetIds: z.array(z.string().startsWith("subnet-")).min(1),
      }),
    ],
    { error: 'must be { cidr: "10.70.0.0/16" }, or the vpcId and subnetIds of a network that exists' },
  ),
  /** Who may begin a WireGuard connection to the nodes. Default: anyone; WireGuard answers only to keys that it knows. */
  wireGuardFrom: z.array(cidr).min(1).default(["0.0.0.0/0"]),
  /** An image of Talos with NVIDIA's extensions: the published ones have none. */
  image: z.strictObject({
    /** Account, or `self` for the one that pays. */
    owner: z.string().regex(/^(self|\d{12})$/, "must be self, or the twelve digits of an account"),
    name: z.string().min(1),
    /** The extensions that are in it. */
    extensions: z.array(
      z.string().regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/, "must be an extension such as siderolabs/nvidia-container-toolkit-lts"),
    ),
  }),
  diskGiB: positiveInteger.min(10),
  /** Two or more: a single type is often not to be had. The pool's nodes are told apart by nothing that not all of them have. */
  instanceTypes: z.array(instanceTypeSchema).min(2, "needs two types or more: a single one is often not to be had on the spot market"),
  /** In order of preference. */
  capacityTypes: z.array(z.enum(["spot", "on-demand"])).min(1),
  prices: z.strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/, "must be a currency such as USD"),
    asOf: z.iso.date(),
    source: z.string().min(1),
  }),
  /** What all rented nodes may have together. */
  limits: z.strictObject({ cpu: cpuQuantity, memory: memoryQuantity, gpus: z.int().nonnegative() }),
  /** How long a node without pods is kept. */
  idleMinutes: positiveInteger,
  /** How long a node lives at most, pods or none. */
  lifetimeHours: positiveInteger.max(720),
  /** When it is reached in a month, nothing more is bought. */
  ceilingPerMonth: money,
  /** What a pod of a burst waits for, as far as is known: shown beside the plan. */
  coldStart: z.strictObject({ minutes: positiveInteger, note: z.string().min(1) }),
  /** A machine with a card of the same class at home, to compare with. */
  local: z.strictObject({
    name: z.string().min(1),
    idleWatts: z.number().nonnegative(),
    fullWatts: z.number().positive(),
    pricePerKilowattHour: money,
    note: z.string().min(1),
  }),
  /** The cluster that rents the nodes in mode `federation`, which needs it. */
  federation: federationSchema.optional(),
  /** Name of the NodePool, and value of `berth.dev/pool` on its nodes. */
  pool: dnsLabel.default("burst"),
  /** Rows of workloads that exist only because of bursts: no machine of the table could run them. */
  workloads: z.array(z.unknown()).default([]),
  /** Namespaces and workloads at home that bursts need: Karpenter itself, and what tells it which node is which. */
  support: z.strictObject({ namespaces: z.array(z.unknown()).default([]), workloads: z.array(z.unknown()).default([]) }).prefault({}),
});

export type BurstRow = z.input<typeof burstSchema>;
export type ParsedBurst = z.output<typeof burstSchema>;
export type InstanceType = Readonly<z.output<typeof instanceTypeSchema>>;
