import { z } from "zod";
import { isQuantity, parseQuantity } from "../../infra/quantities/quantity";
import { subjectsOfType, type ClusterModel, type ContainerView, type WorkloadView } from "../model/cluster";
import { scalerOf } from "../model/scaling";
import { defineRule } from "../rule";

/** A namespace's quota has room for what the same program puts there. */
export const quotaAdmitsWorkloads = defineRule({
  id: "quota-admits-workloads",
  displayName: "A quota admits the namespace's own workloads",
  description:
    "What all workloads of a namespace may request at once does not exceed its ResourceQuota for CPU, memory and pods: with KEDA's maximum of replicas, a pod of DaemonSets on every node, one run of each CronJob, what a LimitRange gives containers without requests, and the largest single update.",
  why: "Pods beyond the quota are refused when they are made: the Deployment stands there with fewer pods than it asks for, an update does not begin, a nightly job does not start, and only events tell.",
  remediation: "Raise the quota to the sum, or lower requests, replicas or KEDA's maximum.",
  group: "resources",
  severity: "high",
  view: "stack",
  settings: {
    nodes: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe(
        "How many nodes there are, for DaemonSets that select none; 0: not known, then one pod is counted. Where a whole Berth stack is checked, the nodes that it plans for are counted instead.",
      ),
  },
  *check(subject, cluster, { nodes }) {
    if (subject.type !== "resource-quota") {
      return;
    }
    const workloads = subjectsOfType(cluster, "workload").filter(
      ({ kind, namespace }) => kind !== "StaticPod" && namespace === subject.namespace,
    );
    for (const [key, limit] of Object.entries(subject.hard)) {
      const counted = countedBy(key, cluster);
      if (counted === undefined || !isQuantity(limit)) {
        continue;
      }
      const demands = workloads.map((workload) => {
        const pods = podsOf(workload, cluster, nodes);
        const each = counted(workload);
        return { running: each * BigInt(pods), surge: each * BigInt(surgeOf(workload, pods)) };
      });
      const running = demands.reduce((sum, demand) => sum + demand.running, 0n);
      // Updates of several workloads at once wait for each other; one that never fits waits for ever.
      const total = demands.reduce((most, { surge }) => (running + surge > most ? running + surge : most), running);
      if (total > parseQuantity(limit)) {
        yield {
          message: `${subject.label} allows ${key} of ${limit}, and the workloads of the namespace may ask for ${amount(total, key)}.`,
        };
      }
    }
  },
});

/** The pods that a workload may have at once, those of an update aside. */
function podsOf(workload: WorkloadView, cluster: ClusterModel, nodes: number): number {
  const { kind, pod, replicas, parallelism } = workload;
  switch (kind) {
    case "DaemonSet": {
      // The model knows on how many nodes it runs; objects do not say how many have the labels that they select.
      const onNodes = cluster.nodeCount === undefined ? (isUnrestricted(pod) ? nodes : 1) : (replicas ?? nodes);
      return Math.max(1, onNodes);
    }
    case "Job":
    case "CronJob":
      return Math.max(0, Math.trunc(parallelism));
    case "Pod":
    case "StaticPod":
      return 1;
    case "Deployment":
    case "ReplicaSet":
    case "StatefulSet":
      return Math.max(0, Math.trunc(scalerOf(workload, cluster)?.maxReplicas ?? replicas ?? 0));
  }
}

function isUnrestricted({ nodeSelector, requiredNodeTerms }: WorkloadView["pod"]): boolean {
  return Object.keys(nodeSelector).length === 0 && requiredNodeTerms.length === 0;
}

/** A percentage of the pods rounds up. An update never has more pods of the new revision than are asked for. */
function surgeOf({ maxSurge }: WorkloadView, pods: number): number {
  const percent = /^(\d+)%$/.exec(String(maxSurge))?.[1];
  const surge = percent === undefined ? Number(maxSurge) : Math.ceil((Number(percent) * pods) / 100);
  return Number.isFinite(surge) ? Math.max(0, Math.min(Math.trunc(surge), pods)) : 0;
}

/** What one pod counts for, in nano units; undefined for keys that are not counted. */
function countedBy(key: string, cluster: ClusterModel): ((workload: WorkloadView) => bigint) | undefined {
  switch (key) {
    case "pods":
    case "count/pods":
      return () => 1_000_000_000n;
    case "cpu":
    case "requests.cpu":
      return (workload) => requestOf(workload, "cpu", cluster);
    case "memory":
    case "requests.memory":
      return (workload) => requestOf(workload, "memory", cluster);
    default:
      return undefined;
  }
}

/** The containers that run together, or the largest of those that run before them. */
function requestOf({ namespace, pod }: WorkloadView, resource: "cpu" | "memory", cluster: ClusterModel): bigint {
  const containers = pod.containers ?? [];
  const given = givenByLimitRange(namespace, resource, cluster);
  const together = containers
    .filter(({ startsFirst }) => !startsFirst)
    .reduce((sum, container) => sum + requested(container, resource, given), 0n);
  return containers
    .filter(({ startsFirst }) => startsFirst)
    .map((container) => requested(container, resource, given))
    .reduce((most, request) => (request > most ? request : most), together);
}

/** What a container gets that names neither request nor limit: a default limit is a request too. */
function givenByLimitRange(namespace: string, resource: "cpu" | "memory", cluster: ClusterModel): string | undefined {
  return subjectsOfType(cluster, "limit-range")
    .filter((range) => range.namespace === namespace)
    .flatMap(({ limits }) => limits.filter(({ type }) => type === "Container"))
    .map((item) => item.defaultRequest[resource] ?? item.default[resource])
    .find((text) => text !== undefined);
}

function requested({ requests, limits }: ContainerView, resource: "cpu" | "memory", given: string | undefined): bigint {
  const text = requests[resource] ?? limits[resource] ?? given;
  return text === undefined || !isQuantity(text) ? 0n : parseQuantity(text);
}

function amount(nano: bigint, key: string): string {
  if (key.endsWith("memory")) {
    return `${String(nano / (1_000_000_000n << 20n))}Mi`;
  }
  return key.endsWith("cpu") ? `${String(nano / 1_000_000n)}m` : String(nano / 1_000_000_000n);
}
