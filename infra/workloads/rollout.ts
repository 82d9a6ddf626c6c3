import { isOvercommitted } from "./quantities";
import type { ParsedWorkload, Rollout } from "./schema";
import type { Workload } from "./workload";

type Rolled = Pick<Workload, "kind" | "managedBy" | "replicas" | "requests" | "volumes" | "rollout">;

/** How Kubernetes rolls out a Deployment that does not say. */
const kubernetesDefault: Rollout = { maxSurge: "25%", maxUnavailable: "25%" };

/**
 * The strategy of a Deployment. Where its row says nothing and Berth renders it, the old pod stops first when it holds
 * what a new one next to it would wait for: a card or device, or its node's disk.
 */
export function strategyOf({ managedBy, requests, volumes, rollout }: Omit<Rolled, "replicas">): "Recreate" | "RollingUpdate" {
  const holds =
    Object.keys(requests.extended).some((resource) => !isOvercommitted(resource)) ||
    volumes.some(({ storage }) => storage === "node-local");
  return managedBy === "berth" && rollout === undefined && holds ? "Recreate" : "RollingUpdate";
}

/**
 * How many pods of a rolling update run besides the old ones at most. A StatefulSet and a DaemonSet end an old pod
 * before they start its successor; a new revision never has more pods than there are replicas.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge
 */
export function surgePodsOf(workload: Rolled): number {
  if (workload.kind !== "Deployment" || strategyOf(workload) === "Recreate") {
    return 0;
  }
  const { maxSurge } = workload.rollout ?? kubernetesDefault;
  const pods = typeof maxSurge === "number" ? maxSurge : Math.ceil((Number.parseInt(maxSurge, 10) * workload.replicas) / 100);
  return Math.min(pods, workload.replicas);
}

/** Whether neither number lets a rollout begin; percentages that round to nothing do not count as such. */
export function isStuck({ maxSurge, maxUnavailable }: NonNullable<ParsedWorkload["rollout"]>): boolean {
  return [maxSurge, maxUnavailable].every((value) => value === 0 || value === "0%");
}
