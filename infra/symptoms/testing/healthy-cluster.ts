import { z } from "zod";
import { type ApiObject, clusterOfStack } from "../../observe/testing/cluster-of-stack";
import { emitPlacements } from "../../placement/emit/emit-placements";
import type { Plan } from "../../placement/plan-document";
import { plan as planOf } from "../../placement/plan";
import { loadStack } from "../../stack/load-stack";
import type { Stack } from "../../stack/stack";
import { validConfig, validDefinition } from "../../stack/testing/valid-stack";
import { coordinatorLabel } from "../../workloads/coordination";
import { diagnose, type Diagnosis } from "../diagnose";
import { clusterLists, type ClusterList, type Missing, type Readings } from "../lists";
import type { SymptomFinding } from "../symptom";

/** Objects as the API server sends them, by the list that they are in. */
export type ClusterObjects = { readonly [Name in keyof Readings]: readonly ApiObject[] | Missing };

export const healthyStack: Stack = loadStack(validDefinition, validConfig);
export const healthyPlan: Plan = planOf(healthyStack.problem);
export const now = Date.parse("2026-06-02T00:00:00Z");

const policiesMade = "2026-06-01T00:00:00Z";
const podsMade = "2026-06-01T01:00:00Z";

/** A cluster on which the valid stack runs just as it is planned: no symptom is seen. Tests change one thing. */
export function healthyCluster(stack: Stack = healthyStack, plan: Plan = healthyPlan): ClusterObjects {
  const objects = clusterOfStack({
    ...stack,
    workloads: stack.workloads.map((workload) => ({ ...workload, current: placed(workload, plan) })),
  });
  const of = (path: string): readonly ApiObject[] => objects[path] ?? [];
  const ready = [{ type: "Ready", status: "True" }];
  return {
    pods: of("/api/v1/pods").map((pod) =>
      deepMerged(pod, {
        metadata: { creationTimestamp: podsMade, labels: { [coordinatorLabel]: "none" } },
        status: { conditions: ready, containerStatuses: [{ name: "c0", restartCount: 0 }] },
      }),
    ),
    nodes: of("/api/v1/nodes"),
    replicaSets: of("/apis/apps/v1/replicasets"),
    jobs: of("/apis/batch/v1/jobs"),
    resourceQuotas: [
      {
        metadata: { namespace: "media", name: "tier" },
        status: { hard: { "requests.memory": "16Gi", pods: "20" }, used: { "requests.memory": "2Gi", pods: "2" } },
      },
    ],
    failedCreations: [],
    podDisruptionBudgets: of("/apis/policy/v1/poddisruptionbudgets").map((budget) =>
      deepMerged(budget, { status: { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 } }),
    ),
    verticalPodAutoscalers: [vpaOfJellyfin],
    podMetrics: [],
    scaledObjects: stack.workloads
      .filter(({ scaling }) => scaling !== undefined)
      .map(({ namespace, name }) => ({
        metadata: { namespace, name },
        spec: { scaleTargetRef: { name } },
        status: { conditions: ready },
      })),
    mutatingPolicies: [...emitPlacements(stack, plan).keys()].map((id) => {
      const kind = stack.workloads.find((workload) => workload.id === id)?.kind ?? "";
      return {
        metadata: {
          name: `place-${id.replace("/", "-")}`,
          creationTimestamp: policiesMade,
          annotations: { "berth.dev/workload": `${kind}/${id}` },
        },
        status: { conditionStatus: { ready: true } },
      };
    }),
    mutatingWebhooks: [
      {
        metadata: { name: "kyverno-resource-mutating-webhook-cfg" },
        webhooks: [
          {
            name: "mpol.kyverno.svc-ignore",
            failurePolicy: "Ignore",
            clientConfig: { service: { namespace: "kyverno", name: "kyverno-svc" } },
            rules: [{ resources: ["pods"] }],
          },
        ],
      },
    ],
    endpointSlices: [
      {
        metadata: { name: "kyverno-svc-x", namespace: "kyverno", labels: { "kubernetes.io/service-name": "kyverno-svc" } },
        endpoints: [{ conditions: { ready: true } }],
      },
    ],
  };
}

const bound = { cpu: "500m", memory: "1Gi" };
const vpaOfJellyfin: ApiObject = {
  metadata: { namespace: "media", name: "jellyfin", creationTimestamp: policiesMade },
  spec: { targetRef: { kind: "Deployment", name: "jellyfin" }, updatePolicy: { updateMode: "Off" } },
  status: {
    recommendation: {
      containerRecommendations: [{ containerName: "c0", lowerBound: bound, target: bound, upperBound: { cpu: "2", memory: "3900Mi" } }],
    },
  },
};

/** Its pods on the planned nodes in turn; pods of each node stay where they are. */
function placed({ id, replicas, current }: Stack["workloads"][number], plan: Plan): Readonly<Record<string, number>> {
  const nodes = plan.workloads.find(({ namespace, name }) => `${namespace}/${name}` === id)?.nodes ?? [];
  if (nodes.length === 0) {
    return current;
  }
  const counts: Record<string, number> = {};
  for (let pod = 0; pod < replicas; pod++) {
    const node = nodes[pod % nodes.length] ?? "";
    counts[node] = (counts[node] ?? 0) + 1;
  }
  return counts;
}

/** The healthy cluster with one object of a list changed: objects in it are merged, everything else is replaced. */
export function changed(
  list: keyof ClusterObjects,
  name: string,
  change: ApiObject,
  objects: ClusterObjects = healthyCluster(),
): ClusterObjects {
  const all = objects[list];
  if (typeof all === "string" || !all.some((object) => nameOf(object) === name)) {
    throw new Error(`the healthy cluster has no ${list} ${name}`);
  }
  return { ...objects, [list]: all.map((object) => (nameOf(object) === name ? deepMerged(object, change) : object)) };
}

/** The healthy cluster with one object more, or without those that are named. */
export function added(list: keyof ClusterObjects, object: ApiObject, objects: ClusterObjects = healthyCluster()): ClusterObjects {
  const all = objects[list];
  return { ...objects, [list]: [...(typeof all === "string" ? [] : all), object] };
}

export function removed(list: keyof ClusterObjects, name: string, objects: ClusterObjects = healthyCluster()): ClusterObjects {
  const all = objects[list];
  return { ...objects, [list]: typeof all === "string" ? all : all.filter((object) => nameOf(object) !== name) };
}

/** Name of the first pod of a workload. */
export function podOf(id: string): string {
  const { pods } = healthyCluster();
  const [namespace, name = ""] = id.split("/");
  const found = typeof pods === "string" ? undefined : pods.find((pod) => namespaceOf(pod) === namespace && nameOf(pod).startsWith(name));
  if (found === undefined) {
    throw new Error(`the healthy cluster has no pod of ${id}`);
  }
  return nameOf(found);
}

const namedSchema = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().default("") }) });

function nameOf(object: ApiObject): string {
  return namedSchema.parse(object).metadata.name;
}

function namespaceOf(object: ApiObject): string {
  return namedSchema.parse(object).metadata.namespace;
}

export function readingsOf(objects: ClusterObjects): Readings {
  const read = <S extends z.ZodType>(list: ClusterList<S>, listed: readonly ApiObject[] | Missing): readonly z.output<S>[] | Missing =>
    typeof listed === "string" ? listed : listed.map((object) => list.schema.parse(object));
  return {
    pods: read(clusterLists.pods, objects.pods),
    nodes: read(clusterLists.nodes, objects.nodes),
    replicaSets: read(clusterLists.replicaSets, objects.replicaSets),
    jobs: read(clusterLists.jobs, objects.jobs),
    resourceQuotas: read(clusterLists.resourceQuotas, objects.resourceQuotas),
    failedCreations: read(clusterLists.failedCreations, objects.failedCreations),
    podDisruptionBudgets: read(clusterLists.podDisruptionBudgets, objects.podDisruptionBudgets),
    verticalPodAutoscalers: read(clusterLists.verticalPodAutoscalers, objects.verticalPodAutoscalers),
    podMetrics: read(clusterLists.podMetrics, objects.podMetrics),
    scaledObjects: read(clusterLists.scaledObjects, objects.scaledObjects),
    mutatingPolicies: read(clusterLists.mutatingPolicies, objects.mutatingPolicies),
    mutatingWebhooks: read(clusterLists.mutatingWebhooks, objects.mutatingWebhooks),
    endpointSlices: read(clusterLists.endpointSlices, objects.endpointSlices),
  };
}

export function diagnosisOf(objects: ClusterObjects, stack: Stack = healthyStack, plan: Plan = healthyPlan): Diagnosis {
  return diagnose(stack, plan, { server: "https://192.168.1.10:6443", readings: readingsOf(objects) }, now);
}

/** Every finding, with the name of its symptom. */
export function findingsOf(objects: ClusterObjects, stack?: Stack): readonly (SymptomFinding & { readonly symptom: string })[] {
  return diagnosisOf(objects, stack).found.flatMap(({ name, findings }) => findings.map((finding) => ({ symptom: name, ...finding })));
}

function deepMerged(object: ApiObject, change: ApiObject): ApiObject {
  const result: Record<string, unknown> = { ...object };
  for (const [key, value] of Object.entries(change)) {
    const before = result[key];
    result[key] = isObject(before) && isObject(value) ? deepMerged(before, value) : value;
  }
  // What is changed to undefined is not sent.
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is ApiObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
