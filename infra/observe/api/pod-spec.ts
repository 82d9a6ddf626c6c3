import { z } from "zod";
import { listOf, textMap } from "./metadata";
import { resourceListSchema } from "./resource-list";
import { labelSelectorSchema } from "./selector";

export const podResourcesSchema = z
  .object({ requests: resourceListSchema, limits: resourceListSchema })
  .nullish()
  .transform((resources) => resources ?? { requests: {}, limits: {} });

const containerSchema = z.object({
  name: z.string(),
  resources: podResourcesSchema,
  ports: listOf(z.object({ hostPort: z.number().optional(), protocol: z.string().optional(), hostIP: z.string().optional() })),
  /** `Always` on an init container makes it a sidecar. */
  restartPolicy: z.string().optional(),
});

const nodeSelectorRequirementSchema = z.object({ key: z.string(), operator: z.string(), values: listOf(z.string()) });

/** One of the alternatives of a node selector; all of its requirements hold. */
export const nodeSelectorTermSchema = z.object({
  matchExpressions: listOf(nodeSelectorRequirementSchema),
  matchFields: listOf(nodeSelectorRequirementSchema),
});

const podAffinityTermSchema = z.object({
  topologyKey: z.string(),
  labelSelector: labelSelectorSchema.nullish().transform((selector) => selector ?? undefined),
  namespaces: listOf(z.string()),
  namespaceSelector: labelSelectorSchema.nullish().transform((selector) => selector ?? undefined),
});

const podAffinitySchema = z
  .object({
    requiredDuringSchedulingIgnoredDuringExecution: listOf(podAffinityTermSchema),
    preferredDuringSchedulingIgnoredDuringExecution: listOf(z.object({ podAffinityTerm: podAffinityTermSchema })),
  })
  .nullish()
  .transform((affinity) => ({
    required: affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
    preferred: (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  }));

const nodeAffinitySchema = z
  .object({
    requiredDuringSchedulingIgnoredDuringExecution: z.object({ nodeSelectorTerms: listOf(nodeSelectorTermSchema) }).nullish(),
    preferredDuringSchedulingIgnoredDuringExecution: listOf(z.object({ weight: z.number() })),
  })
  .nullish()
  .transform((affinity) => ({
    required: affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [],
    preferences: affinity?.preferredDuringSchedulingIgnoredDuringExecution.length ?? 0,
  }));

const affinitySchema = z.object({ nodeAffinity: nodeAffinitySchema, podAffinity: podAffinitySchema, podAntiAffinity: podAffinitySchema });

const tolerationSchema = z.object({
  key: z.string().default(""),
  operator: z.string().default("Equal"),
  value: z.string().default(""),
  effect: z.string().default(""),
  tolerationSeconds: z.number().optional(),
});

const volumeSchema = z.object({
  name: z.string(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
  ephemeral: z.object({}).optional(),
  hostPath: z.object({ path: z.string() }).optional(),
});

const spreadSchema = z.object({
  maxSkew: z.number(),
  topologyKey: z.string(),
  whenUnsatisfiable: z.string(),
  minDomains: z.number().optional(),
  nodeAffinityPolicy: z.string().optional(),
  nodeTaintsPolicy: z.string().optional(),
  labelSelector: labelSelectorSchema.nullish().transform((selector) => selector ?? undefined),
});

/** What of a pod bears on where it can run. @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export const podSpecSchema = z.object({
  nodeName: z.string().optional(),
  containers: listOf(containerSchema),
  initContainers: listOf(containerSchema),
  /** What the sandbox of its RuntimeClass needs besides. */
  overhead: resourceListSchema,
  /** Pod-level resources, which stand in for the sum of the containers. */
  resources: podResourcesSchema,
  nodeSelector: textMap,
  affinity: affinitySchema.nullish().transform((affinity) => affinity ?? affinitySchema.parse({})),
  tolerations: listOf(tolerationSchema),
  topologySpreadConstraints: listOf(spreadSchema),
  volumes: listOf(volumeSchema),
  priorityClassName: z.string().default(""),
  schedulerName: z.string().default("default-scheduler"),
});

export type PodSpec = z.output<typeof podSpecSchema>;
export type ContainerSpec = z.output<typeof containerSchema>;
export type NodeSelectorTerm = z.output<typeof nodeSelectorTermSchema>;
export type PodAffinityTerm = z.output<typeof podAffinityTermSchema>;
export type TopologySpreadConstraint = z.output<typeof spreadSchema>;
export type PodToleration = z.output<typeof tolerationSchema>;
