import { z } from "zod";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";

/** A Deployment or StatefulSet, and how far its controller is with its template. */
export interface ObservedRollout {
  readonly kind: "Deployment" | "StatefulSet";
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly id: string;
  /** How many pods there are to be. */
  readonly replicas: number;
  /** Pods that run for long enough to count. */
  readonly available: number;
  /** How few of them its strategy allows while it is updated. */
  readonly leastAvailable: number;
  /** When it was last restarted by `kubectl rollout restart`, or as that does it. */
  readonly restartedAt?: string;
  /** All pods are of its present template, available, and no others are left. */
  readonly done: boolean;
}

/** The annotation of pods that `kubectl rollout restart` changes. */
export const restartedAtAnnotation = "kubectl.kubernetes.io/restartedAt";

const countOrPercent = z.union([z.int(), z.string()]);
const metadataSchema = z.object({ namespace: z.string(), name: z.string(), generation: z.int().default(0) });
const countsSchema = {
  observedGeneration: z.int().default(0),
  replicas: z.int().default(0),
  updatedReplicas: z.int().default(0),
  availableReplicas: z.int().default(0),
};

const templateSchema = z.object({
  metadata: z.object({ annotations: z.object({ [restartedAtAnnotation]: z.string().optional() }).optional() }).optional(),
});

const deploymentSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: z.int().default(1),
    paused: z.boolean().default(false),
    template: templateSchema,
    strategy: z.object({ type: z.string(), rollingUpdate: z.object({ maxUnavailable: countOrPercent }).optional() }),
  }),
  status: z.object(countsSchema),
});

const statefulSetSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ replicas: z.int().default(1), template: templateSchema, updateStrategy: z.object({ type: z.string() }) }),
  status: z.object(countsSchema),
});

/** What the two have in common. */
interface Controller extends Pick<z.output<typeof statefulSetSchema>, "metadata" | "status"> {
  readonly spec: Pick<z.output<typeof statefulSetSchema>["spec"], "replicas" | "template">;
}

/** All that a change of their template updates by itself and that have pods, by namespace and name. */
export async function observeRollouts(api: ClusterApi): Promise<readonly ObservedRollout[]> {
  const [deployments, statefulSets] = await Promise.all([
    api.list({ apiVersion: "apps/v1", kind: "Deployment" }, deploymentSchema),
    api.list({ apiVersion: "apps/v1", kind: "StatefulSet" }, statefulSetSchema),
  ]);
  return [
    ...deployments
      .filter(({ spec }) => !spec.paused)
      .map((deployment): ObservedRollout => {
        const { replicas, strategy } = deployment.spec;
        // Recreate ends all pods before it starts any.
        const maxUnavailable = strategy.rollingUpdate === undefined ? replicas : podsOf(strategy.rollingUpdate.maxUnavailable, replicas);
        return rolloutOf("Deployment", deployment, replicas - maxUnavailable);
      }),
    ...statefulSets
      .filter(({ spec }) => spec.updateStrategy.type === "RollingUpdate")
      .map((statefulSet) => rolloutOf("StatefulSet", statefulSet, statefulSet.spec.replicas - 1)),
  ]
    .filter(({ replicas }) => replicas > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function rolloutOf(
  kind: ObservedRollout["kind"],
  { metadata, spec: { replicas, template }, status }: Controller,
  leastAvailable: number,
): ObservedRollout {
  const { namespace, name, generation } = metadata;
  const restartedAt = template.metadata?.annotations?.[restartedAtAnnotation];
  const counts = [status.replicas, status.updatedReplicas, status.availableReplicas];
  return {
    kind,
    namespace,
    name,
    id: `${namespace}/${name}`,
    replicas,
    available: status.availableReplicas,
    leastAvailable: Math.max(0, leastAvailable),
    ...(restartedAt === undefined ? {} : { restartedAt }),
    done: status.observedGeneration >= generation && counts.every((pods) => pods === replicas),
  };
}

/** Percentages of `maxUnavailable` round down. */
function podsOf(amount: number | string, replicas: number): number {
  return typeof amount === "number" ? amount : Math.floor((Number.parseInt(amount, 10) * replicas) / 100);
}
