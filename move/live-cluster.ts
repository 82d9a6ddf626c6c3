import { z } from "zod";
import { podDisruptionBudgetSchema } from "../infra/observe/api/disruption-budget";
import { metadataOnlySchema } from "../infra/observe/api/metadata";
import { nodeSchema } from "../infra/observe/api/node";
import type { ClusterApi } from "../kubernetes-api/cluster-api";
import { type ObservedPod, observePods } from "../kubernetes-api/observed-pods";

/** How many pods a workload had before a move stopped some of them: what it is to have again. */
export const replicasBeforeAnnotation = "berth.dev/replicas-before-move";

export interface LiveNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: z.output<typeof nodeSchema>["spec"]["taints"];
  readonly ready: boolean;
  readonly cordoned: boolean;
}

/** A Deployment or StatefulSet. */
export interface LiveController {
  readonly kind: "Deployment" | "StatefulSet";
  readonly namespace: string;
  readonly name: string;
  /** Pods that it keeps at the moment. */
  readonly replicas: number;
  /** Pods that it had before a move stopped some; absent when none did. */
  readonly replicasBefore?: number;
  readonly template: { readonly metadata: Readonly<Record<string, unknown>>; readonly spec: Readonly<Record<string, unknown>> };
}

/** Pods and what keeps them. */
export interface LivePods {
  readonly pods: readonly ObservedPod[];
  /** By {@link objectKey}. */
  readonly controllers: ReadonlyMap<string, LiveController>;
}

/** What a cluster runs, as far as moving pods depends on it. */
export interface LiveCluster extends LivePods {
  readonly nodes: readonly LiveNode[];
  /** DaemonSets and CronJobs that there are, by {@link objectKey}. */
  readonly others: ReadonlySet<string>;
}

/** `Deployment apps/web`. */
export function objectKey(kind: string, { namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${kind} ${namespace}/${name}`;
}

/** What Karpenter puts on the nodes that it makes. */
const nodePoolLabel = "karpenter.sh/nodepool";

const map = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {});
const controllerSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({ replicas: z.int().default(1), template: z.object({ metadata: map, spec: map }) }),
});

/** Reads what runs. Changes nothing. */
export async function readLiveCluster(api: ClusterApi): Promise<LiveCluster> {
  const [nodes, running, daemonSets, cronJobs] = await Promise.all([
    api.list({ apiVersion: "v1", kind: "Node" }, nodeSchema),
    readLivePods(api),
    api.list({ apiVersion: "apps/v1", kind: "DaemonSet" }, metadataOnlySchema),
    api.list({ apiVersion: "batch/v1", kind: "CronJob" }, metadataOnlySchema),
  ]);
  return {
    // Rented nodes come and go, and no plan has anything there.
    nodes: nodes
      .filter(({ metadata: { labels } }) => !(nodePoolLabel in labels))
      .map(({ metadata: { name, labels }, spec: { taints, unschedulable }, status: { conditions } }) => ({
        name,
        labels,
        taints,
        ready: conditions.some(({ type, status }) => type === "Ready" && status === "True"),
        cordoned: unschedulable,
      })),
    ...running,
    others: new Set([
      ...daemonSets.map(({ metadata }) => objectKey("DaemonSet", metadata)),
      ...cronJobs.map(({ metadata }) => objectKey("CronJob", metadata)),
    ]),
  };
}

/** @param namespace Default: all of them. */
export async function readLivePods(api: ClusterApi, namespace?: string): Promise<LivePods> {
  const [pods, deployments, statefulSets] = await Promise.all([
    observePods(api, namespace),
    readControllers(api, "Deployment", namespace),
    readControllers(api, "StatefulSet", namespace),
  ]);
  const controllers = new Map([...deployments, ...statefulSets].map((controller) => [objectKey(controller.kind, controller), controller]));
  return { pods, controllers };
}

async function readControllers(api: ClusterApi, kind: LiveController["kind"], namespace?: string): Promise<readonly LiveController[]> {
  const scope = namespace === undefined ? {} : { namespace };
  const controllers = await api.list({ apiVersion: "apps/v1", kind, ...scope }, controllerSchema);
  return controllers.map(({ metadata: { namespace, name, annotations }, spec: { replicas, template } }) => {
    const before = annotations[replicasBeforeAnnotation];
    return { kind, namespace, name, replicas, ...(before === undefined ? {} : { replicasBefore: Number(before) }), template };
  });
}

/** Budgets that are not kept at the moment: `namespace/name`, sorted. */
export async function brokenBudgets(api: ClusterApi): Promise<readonly string[]> {
  const budgets = await api.list({ apiVersion: "policy/v1", kind: "PodDisruptionBudget" }, podDisruptionBudgetSchema);
  return budgets
    .filter(({ status }) => status !== undefined && status.currentHealthy < status.desiredHealthy)
    .map(({ metadata: { namespace, name } }) => `${namespace}/${name}`)
    .sort();
}
