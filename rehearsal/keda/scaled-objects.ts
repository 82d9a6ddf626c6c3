import { z } from "zod";
import { ApiError, type ClusterApi } from "../../kubernetes-api/cluster-api";
import type { DrillFinding } from "../drills/drill";

const scaledObjectSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string(), finalizers: z.array(z.string()).default([]) }),
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string().default("Deployment"), name: z.string() }),
    pollingInterval: z.int().optional(),
    cooldownPeriod: z.int().optional(),
    minReplicaCount: z.int().default(0),
    maxReplicaCount: z.int().default(100),
    triggers: z.array(z.looseObject({ type: z.string(), metadata: z.record(z.string(), z.string()) })),
  }),
  status: z
    .object({
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().default("") }))
        .nullish()
        .transform((conditions) => conditions ?? []),
    })
    .default({ conditions: [] }),
});

/** @see https://keda.sh/docs/2.20/reference/scaledobject-spec/ */
export type ScaledObject = z.output<typeof scaledObjectSchema>;

const kind = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject" } as const;

/** All of them; none where the API server does not know what that is. */
export async function listScaledObjects(api: ClusterApi): Promise<readonly ScaledObject[]> {
  try {
    return await api.list(kind, scaledObjectSchema);
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NotFound") {
      return [];
    }
    throw error;
  }
}

export function referenceOf({ metadata: { namespace, name } }: ScaledObject): typeof kind & { namespace: string; name: string } {
  return { ...kind, namespace, name };
}

/** `namespace/name` of what it scales. */
export function targetOf({ metadata, spec }: ScaledObject): string {
  return `${metadata.namespace}/${spec.scaleTargetRef.name}`;
}

export function hasTrigger({ spec }: ScaledObject, type: string): boolean {
  return spec.triggers.some((trigger) => trigger.type === type);
}

/** With how many pods a workload has to run while a trigger of its goes off: as many as a window asks for, else all it may have. */
export function wantedPods({ spec }: ScaledObject, type: "prometheus" | "cron"): number {
  const { minReplicaCount, maxReplicaCount, triggers } = spec;
  const asked = triggers.filter((trigger) => trigger.type === "cron").map(({ metadata }) => Number(metadata["desiredReplicas"] ?? 1));
  return type === "cron" ? Math.min(maxReplicaCount, Math.max(1, minReplicaCount, ...asked)) : maxReplicaCount;
}

/** Triggers that KEDA itself decides about, or by a server that is played here. */
const answeredTypes: ReadonlySet<string> = new Set(["cron", "prometheus", "cpu", "memory"]);

/** Types of its triggers whose servers cannot be there in a rehearsal, such as Kafka. */
export function unanswered({ spec }: ScaledObject): readonly string[] {
  return [...new Set(spec.triggers.map(({ type }) => type).filter((type) => !answeredTypes.has(type)))];
}

/** A finding for each of the objects that KEDA is not ready for, in its words. */
export function notReady(expected: readonly ScaledObject[], seen: readonly ScaledObject[]): readonly DrillFinding[] {
  return expected.flatMap(({ metadata: { namespace, name } }): readonly DrillFinding[] => {
    const now = seen.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
    const ready = now?.status.conditions.find(({ type }) => type === "Ready");
    return ready?.status === "True"
      ? []
      : [{ subject: `${namespace}/${name}`, message: `KEDA is not ready for it: ${ready?.message ?? "it has not looked at it yet"}` }];
  });
}

const autoscalerSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  spec: z.object({ minReplicas: z.int().default(1), maxReplicas: z.int() }),
});

/** A finding for each of the objects of which KEDA has not made the horizontal autoscaler that it describes. */
export async function autoscalersOf(api: ClusterApi, objects: readonly ScaledObject[]): Promise<readonly DrillFinding[]> {
  const made = await api.list({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" }, autoscalerSchema);
  return objects
    .filter((object) => unanswered(object).length === 0)
    .flatMap(({ metadata: { namespace, name }, spec }): readonly DrillFinding[] => {
      const own = made.find(({ metadata }) => metadata.namespace === namespace && metadata.name === autoscalerName(name));
      const least = Math.max(1, spec.minReplicaCount);
      if (own === undefined) {
        return [{ subject: `${namespace}/${name}`, message: "KEDA has made no horizontal autoscaler of it" }];
      }
      const { minReplicas, maxReplicas } = own.spec;
      return minReplicas === least && maxReplicas === spec.maxReplicaCount
        ? []
        : [
            {
              subject: `${namespace}/${name}`,
              message: `its horizontal autoscaler keeps ${minReplicas} to ${maxReplicas} pods instead of ${least} to ${spec.maxReplicaCount}`,
            },
          ];
    });
}

export function autoscalerName(name: string): string {
  return `keda-hpa-${name}`;
}
