import { z } from "zod";
import type { Workload } from "../infra/workloads/workload";
import type { ClusterApi, ObjectReference } from "../kubernetes-api/cluster-api";
import { setReplicas } from "../kubernetes-api/replicas";
import type { ObservedPod } from "../kubernetes-api/observed-pods";
import { type LiveController, replicasBeforeAnnotation } from "./live-cluster";
import type { LiveWorkload } from "./live-workloads";

const pausedReplicas = "autoscaling.keda.sh/paused-replicas";
const deletionCost = "controller.kubernetes.io/pod-deletion-cost";

/** Asks for an eviction. @returns why it is refused for now. */
export async function evictPod(api: ClusterApi, pod: ObservedPod): Promise<string | undefined> {
  const outcome = await api.evict(pod);
  return typeof outcome === "object" ? `the eviction of pod ${pod.name} is refused: ${outcome.refused}` : undefined;
}

/** As `kubectl rollout restart` does. */
export async function restartDeployment(api: ClusterApi, { namespace, name }: Workload, now = new Date()): Promise<void> {
  const annotations = { "kubectl.kubernetes.io/restartedAt": now.toISOString() };
  await api.patch({ apiVersion: "apps/v1", kind: "Deployment", namespace, name }, { spec: { template: { metadata: { annotations } } } });
}

/**
 * Stops pods on a node by scaling their workload down, and remembers on it how many there were. Deleted, they might start
 * again where they were.
 *
 * @returns why it cannot be done.
 */
export async function stopPods(
  api: ClusterApi,
  { row, controller, pods }: LiveWorkload,
  { pods: count, node }: { readonly pods: number; readonly node: string },
): Promise<string | undefined> {
  if (controller === undefined) {
    return byHand;
  }
  if (controller.kind === "StatefulSet") {
    const lastOnes = [...pods].sort((a, b) => ordinalOf(b) - ordinalOf(a)).slice(0, count);
    const other = lastOnes.find((pod) => pod.node !== node);
    if (other !== undefined) {
      return `a StatefulSet stops its last pod first, and ${other.name} is on ${other.node ?? "no node"}, not on ${node}`;
    }
  } else {
    for (const { namespace, name } of pods.filter((pod) => pod.node === node)) {
      await api.patch({ apiVersion: "v1", kind: "Pod", namespace, name }, { metadata: { annotations: { [deletionCost]: "-1" } } });
    }
  }
  const before = String(controller.replicasBefore ?? controller.replicas);
  await api.patch(referenceOf(controller), { metadata: { annotations: { [replicasBeforeAnnotation]: before } } });
  await scale(api, row, controller, controller.replicas - count);
  return undefined;
}

/**
 * Starts as many pods again as a step says, at most as many as there were.
 *
 * @returns why it cannot be done.
 */
export async function startAgain(api: ClusterApi, { row, controller }: LiveWorkload, count: number): Promise<string | undefined> {
  if (controller === undefined) {
    return byHand;
  }
  const before = controller.replicasBefore ?? controller.replicas;
  const replicas = Math.min(before, controller.replicas + count);
  await scale(api, row, controller, replicas === before && row.scaling !== undefined ? undefined : replicas);
  if (replicas === before) {
    await api.patch(referenceOf(controller), { metadata: { annotations: { [replicasBeforeAnnotation]: null } } });
  }
  return undefined;
}

const byHand = "only a person knows what to scale: carry out the commands of this step, and go on after it";

/** @param replicas undefined: as many as KEDA wants. */
async function scale(api: ClusterApi, { scaling }: Workload, controller: LiveController, replicas: number | undefined): Promise<void> {
  const { namespace, name } = controller;
  if (scaling === undefined) {
    await setReplicas(api, controller, replicas ?? controller.replicas);
    return;
  }
  const annotations = { [pausedReplicas]: replicas === undefined ? null : String(replicas) };
  await api.patch({ apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", namespace, name }, { metadata: { annotations } });
}

function referenceOf({ kind, namespace, name }: LiveController): ObjectReference {
  return { apiVersion: "apps/v1", kind, namespace, name };
}

/** `3` of `loki-3`. */
function ordinalOf({ name }: ObservedPod): number {
  return z.coerce
    .number()
    .catch(-1)
    .parse(name.slice(name.lastIndexOf("-") + 1));
}
