import { isQuantity, parseQuantity } from "../../infra/quantities/quantity";
import { subjectsOfType, type ContainerView, type WorkloadView } from "../model/cluster";
import { defineRule } from "../rule";

/** A namespace's quota has room for what the same program puts there. */
export const quotaAdmitsWorkloads = defineRule({
  id: "quota-admits-workloads",
  displayName: "A quota admits the namespace's own workloads",
  description: "The requests of a namespace's Deployments and StatefulSets do not exceed its ResourceQuota for CPU, memory and pods.",
  why: "Pods beyond the quota are refused when they are made: the Deployment stands there with fewer pods than it asks for, and only its events tell.",
  remediation: "Raise the quota to the sum, with room for one more pod during an update, or lower requests or replicas.",
  group: "resources",
  severity: "high",
  view: "stack",
  settings: {},
  *check(subject, cluster) {
    if (subject.type !== "resource-quota") {
      return;
    }
    const workloads = subjectsOfType(cluster, "workload").filter(
      ({ kind, namespace }) => (kind === "Deployment" || kind === "StatefulSet") && namespace === subject.namespace,
    );
    for (const [key, limit] of Object.entries(subject.hard)) {
      const counted = countedBy(key);
      if (counted === undefined || !isQuantity(limit)) {
        continue;
      }
      const total = workloads.reduce(
        (sum, workload) => sum + counted(workload) * BigInt(Math.max(0, Math.trunc(workload.replicas ?? 0))),
        0n,
      );
      if (total > parseQuantity(limit)) {
        yield { message: `${subject.label} allows ${key} of ${limit}, and the workloads of the namespace ask for ${amount(total, key)}.` };
      }
    }
  },
});

/** What one pod counts for, in nano units; undefined for keys that are not counted. */
function countedBy(key: string): ((workload: WorkloadView) => bigint) | undefined {
  switch (key) {
    case "pods":
    case "count/pods":
      return () => 1_000_000_000n;
    case "cpu":
    case "requests.cpu":
      return (workload) => requestOf(workload, "cpu");
    case "memory":
    case "requests.memory":
      return (workload) => requestOf(workload, "memory");
    default:
      return undefined;
  }
}

/** The containers that run together, or the largest of those that run before them. */
function requestOf({ pod }: WorkloadView, resource: "cpu" | "memory"): bigint {
  const containers = pod.containers ?? [];
  const together = containers
    .filter(({ startsFirst }) => !startsFirst)
    .reduce((sum, container) => sum + requested(container, resource), 0n);
  return containers
    .filter(({ startsFirst }) => startsFirst)
    .map((container) => requested(container, resource))
    .reduce((most, request) => (request > most ? request : most), together);
}

function requested({ requests, limits }: ContainerView, resource: "cpu" | "memory"): bigint {
  const text = requests[resource] ?? limits[resource];
  return text === undefined || !isQuantity(text) ? 0n : parseQuantity(text);
}

function amount(nano: bigint, key: string): string {
  if (key.endsWith("memory")) {
    return `${String(nano / (1_000_000_000n << 20n))}Mi`;
  }
  return key.endsWith("cpu") ? `${String(nano / 1_000_000n)}m` : String(nano / 1_000_000_000n);
}
