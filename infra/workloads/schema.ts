import { z } from "zod";
import { taintEffectSchema } from "../hardware/schema";
import {
  cpuQuantity,
  dnsLabel,
  labelKey,
  labelMap,
  labelValue,
  memoryQuantity,
  namedLabelValue,
  nonNegativeInteger,
  positiveInteger,
} from "../schema/fields";
import { wholeNumber } from "../selectors/label-requirement";
import {
  containerSchema,
  hostPortSchema,
  initContainerSchema,
  podLevelSchema,
  resourcesSchema,
  runtimeClassSchema,
} from "./container-schema";
import { exceptionsSchema } from "./exceptions";
import { podAffinityTermSchema, spreadSchema } from "./relations-schema";
import { triggerSchema } from "./triggers";
import { verticalScalingSchema } from "./vertical-scaling";

export type { Container } from "./container-schema";

/** The five tiers of seed 001, most important first. */
export const tierNames = ["0-core", "1-cluster", "2-gpu", "3-edge", "4-aux"] as const;
export const tierSchema = z.enum(tierNames);

const wholeNumberValue = labelValue.refine((text) => wholeNumber(text) !== undefined, "must be a whole number, in quotes");

/**
 * A condition on a node's labels, as in a node selector term. `Gt` and `Lt` compare whole numbers. Keys are capability labels (`berth.dev/pool`,
 * `berth.dev/memory-class`, `berth.dev/gpu-model`, …) or labels that the cluster discovers; host names are refused.
 */
export const nodeRequirementSchema = z.discriminatedUnion("operator", [
  z.strictObject({ key: labelKey, operator: z.enum(["In", "NotIn"]), values: z.array(labelValue).min(1) }),
  z.strictObject({ key: labelKey, operator: z.enum(["Exists", "DoesNotExist"]) }),
  z.strictObject({ key: labelKey, operator: z.enum(["Gt", "Lt"]), values: z.tuple([wholeNumberValue]) }),
]);

export const tolerationSchema = z.strictObject({
  /** Absent: every taint. */
  key: labelKey.optional(),
  operator: z.enum(["Exists", "Equal"]).default("Equal"),
  value: labelValue.optional(),
  /** Absent: every effect. */
  effect: taintEffectSchema.optional(),
});

/** A persistent volume as far as placement is concerned. */
export const volumeSchema = z.strictObject({
  name: dnsLabel,
  /** `node-local`: the data is on one node's disk and pins the pod there. `network`: any node can mount it. */
  storage: z.enum(["node-local", "network"]),
  /** Where an owned workload mounts it. */
  mountPath: z.string().startsWith("/").optional(),
  storageClass: dnsLabel.optional(),
  size: memoryQuantity.optional(),
});

export const scalingSchema = z.strictObject({
  minReplicas: nonNegativeInteger,
  maxReplicas: positiveInteger,
  pollingSeconds: positiveInteger.default(30),
  /** How long after the last active trigger the workload goes to its minimum. */
  cooldownSeconds: nonNegativeInteger.default(300),
  triggers: z.array(triggerSchema).min(1),
});

const countOrPercent = z.union(
  [nonNegativeInteger, z.string().regex(/^(100|[1-9]?\d)%$/, "must be a whole number or a percentage such as 50%")],
  { error: "must be a whole number or a percentage such as 50%" },
);

const surge = z.union([nonNegativeInteger, z.string().regex(/^(0|[1-9]\d*)%$/, "must be a whole number or a percentage such as 50%")], {
  error: "must be a whole number or a percentage such as 50%",
});

/** How a Deployment replaces its pods; the defaults are those of Kubernetes. */
export const rolloutSchema = z.strictObject({
  /** How many pods there may be above `replicas`; percentages round up. */
  maxSurge: surge.default("25%"),
  /** How many may be missing; percentages round down. */
  maxUnavailable: countOrPercent.default("25%"),
});

/** A PodDisruptionBudget: exactly one of the two fields. */
export const disruptionSchema = z.union(
  [z.strictObject({ minAvailable: countOrPercent }), z.strictObject({ maxUnavailable: countOrPercent })],
  {
    error: "must have either minAvailable or maxUnavailable, a whole number or a percentage such as 50%",
  },
);

export const workloadSchema = z.strictObject({
  namespace: dnsLabel,
  name: dnsLabel,
  kind: z.enum(["Deployment", "StatefulSet", "DaemonSet", "CronJob", "StaticPod"]),
  /** `berth` renders it from `containers`; anything else deploys it, and Berth only places it. */
  managedBy: z.enum(["berth", "argocd", "flux", "helm", "operator", "talos"]),
  /** The figures are our estimate, not a measurement: the row stands for the rest of its namespace. */
  estimated: z.boolean().default(false),
  /** Where the figures come from, or anything the next reader should know. */
  note: z.string().optional(),
  /** Pods at normal load. Default 1. A DaemonSet gives none: it has one on each node that it tolerates and selects. */
  replicas: nonNegativeInteger.optional(),
  /** What one pod requests in all, as the scheduler counts it, for workloads that Berth does not render. */
  requests: resourcesSchema.optional(),
  limits: resourcesSchema.optional(),
  /** Ports of its nodes that its pods take, for workloads that Berth does not render. */
  hostPorts: z.array(hostPortSchema).default([]),
  /** The pod's containers, for workloads that Berth renders. */
  containers: z.array(containerSchema).optional(),
  /** Those that start before them. */
  initContainers: z.array(initContainerSchema).default([]),
  /** What the pod as a whole requests and may use. */
  resources: podLevelSchema.optional(),
  runtimeClass: runtimeClassSchema.optional(),
  /** Labels that find its pods. Default `{ "app.kubernetes.io/name": name }`. */
  podLabels: labelMap.optional(),
  /** Default: its namespace's tier. */
  tier: tierSchema.optional(),
  tolerations: z.array(tolerationSchema).default([]),
  /** What a node must have for it to run at all. */
  requires: z.array(nodeRequirementSchema).default([]),
  /** Where it ought to run; adds to its namespace's target. Only a failover may leave it. */
  target: z.array(nodeRequirementSchema).default([]),
  gpu: z
    .strictObject({ vendor: z.enum(["nvidia", "intel", "amd"]), model: namedLabelValue.optional(), count: positiveInteger.default(1) })
    .optional(),
  devices: z.array(namedLabelValue).default([]),
  volumes: z.array(volumeSchema).default([]),
  /** No two of its pods on one node (`node`) or in one zone (`zone`). */
  antiAffinity: z.enum(["node", "zone"]).optional(),
  /** `namespace/name` of a workload whose node it must share. */
  colocateWith: z
    .string()
    .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, "must be namespace/name")
    .optional(),
  /** Nodes on which pods that the terms select run already: every term has one in the node's domain. */
  podAffinity: z.array(podAffinityTermSchema).default([]),
  /** Nodes whose domain has no pod that a term selects. It holds both ways: the selected keep away from these too. */
  podAntiAffinity: z.array(podAffinityTermSchema).default([]),
  /** Its pods are evenly spread over nodes, zones or other domains; several constraints hold together. */
  spread: z.union([spreadSchema, z.array(spreadSchema)]).optional(),
  /** How its pods are replaced, if it is a Deployment. */
  rollout: rolloutSchema.optional(),
  /** KEDA scales it. Absent: nothing does. */
  scaling: scalingSchema.optional(),
  /** The VPA adapts what its containers request. Absent: nobody does. */
  verticalScaling: verticalScalingSchema.optional(),
  /** It may run on a rented node when the stack bursts: for what fits on no machine at the moment. */
  burst: z.boolean().default(false),
  /** The descheduler may move it. Needs a disruption budget that allows an eviction; excludes `scaling`. */
  rebalance: z.boolean().default(false),
  /** Where others may touch it than the rules of coordination say, each with the reason. */
  exceptions: exceptionsSchema.default({}),
  /** Its PodDisruptionBudget; `operator` when an operator makes one of its own. */
  disruption: z
    .union([disruptionSchema, z.literal("operator")], {
      error: 'must have either minAvailable or maxUnavailable, a whole number or a percentage such as 50%; or be "operator"',
    })
    .optional(),
  /** Pods per node in the snapshot that the plan starts from. A DaemonSet's follows from its nodes. */
  current: z.record(dnsLabel, positiveInteger).default({}),
  /** A DaemonSet that is not in that snapshot. What has replicas says so with an empty `current`. */
  isNew: z.literal(true).optional(),
  /** Why it may not move, or absent when it may. */
  immovable: z.string().min(1).optional(),
  /** `strict`: the planned nodes are required. `prefer`: preferred, with a failover set. */
  pin: z.enum(["prefer", "strict"]).default("prefer"),
  /** Whether what it uses varies, which decides how far a recommendation is exceeded. Default: its tier's, and `volatile` with a card. */
  stability: z.enum(["stable", "volatile"]).optional(),
  /** What the VPA recommends to request instead. */
  recommendation: z.strictObject({ cpu: cpuQuantity, memory: memoryQuantity, note: z.string().optional() }).optional(),
});

export const namespaceSchema = z.strictObject({
  name: dnsLabel,
  tier: tierSchema,
  /** Core infrastructure: belongs on the control plane and tolerates its taint. */
  core: z.boolean().default(false),
  target: z.array(nodeRequirementSchema).default([]),
  /** What containers get that say nothing themselves. Counted when planning; the LimitRange itself is not made. */
  limitRange: z
    .strictObject({
      defaultRequest: resourcesSchema.default({}),
      default: resourcesSchema.default({}),
      /** Limits that no container may exceed. */
      max: resourcesSchema.default({}),
    })
    .optional(),
  /** Kubernetes, or what is installed there, makes it: it gets neither LimitRange nor quota of its tier, whether or not it carries its label. */
  madeElsewhere: z.boolean().default(false),
  /** Why the target is what it is. */
  note: z.string().optional(),
});

export type WorkloadRow = z.input<typeof workloadSchema>;
export type NamespaceRow = z.input<typeof namespaceSchema>;
export type ParsedWorkload = z.output<typeof workloadSchema>;
export type ParsedNamespace = z.output<typeof namespaceSchema>;

export type Tier = z.output<typeof tierSchema>;
export type NodeRequirement = Readonly<z.output<typeof nodeRequirementSchema>>;
export type Toleration = Readonly<z.output<typeof tolerationSchema>>;
export type Volume = Readonly<z.output<typeof volumeSchema>>;
export type Scaling = Readonly<z.output<typeof scalingSchema>>;
export type Rollout = Readonly<z.output<typeof rolloutSchema>>;
export type DisruptionBudget = Readonly<z.output<typeof disruptionSchema>>;
