import { z } from "zod";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { observePods } from "../../kubernetes-api/observed-pods";

const named = z.object({ metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }) });

const claimSchema = named.extend({
  metadata: named.shape.metadata.extend({ deletionTimestamp: z.string().optional() }),
  status: z
    .object({
      nodeName: z.string().optional(),
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    })
    .prefault({}),
});

/** A node that Karpenter has ordered. */
export interface NodeClaim {
  readonly name: string;
  /** Absent until it has joined. */
  readonly node?: string;
  /** It has joined, and has all that it was ordered for. */
  readonly initialized: boolean;
  readonly deleting: boolean;
  readonly instanceType: string;
  readonly capacityType: string;
  readonly zone: string;
}

const ofPool = (pool: string): { readonly labelSelector: string } => ({ labelSelector: `karpenter.sh/nodepool=${pool}` });

/** What Karpenter has ordered for a pool and not yet given back. */
export async function nodeClaims(api: ClusterApi, pool: string): Promise<readonly NodeClaim[]> {
  const claims = await api.list({ apiVersion: "karpenter.sh/v1", kind: "NodeClaim", ...ofPool(pool) }, claimSchema);
  return claims.map(({ metadata: { name, labels, deletionTimestamp }, status: { nodeName, conditions } }) => ({
    name,
    ...(nodeName === undefined ? {} : { node: nodeName }),
    initialized: conditions.some(({ type, status }) => type === "Initialized" && status === "True"),
    deleting: deletionTimestamp !== undefined,
    instanceType: labels["node.kubernetes.io/instance-type"] ?? "",
    capacityType: labels["karpenter.sh/capacity-type"] ?? "",
    zone: labels["topology.kubernetes.io/zone"] ?? "",
  }));
}

/** Names of the nodes that are rented at the moment. */
export async function rentedNodes(api: ClusterApi, pool: string): Promise<readonly string[]> {
  return (await api.list({ apiVersion: "v1", kind: "Node", ...ofPool(pool) }, named)).map(({ metadata }) => metadata.name);
}

export async function deleteClaim(api: ClusterApi, name: string): Promise<void> {
  await api.delete({ apiVersion: "karpenter.sh/v1", kind: "NodeClaim", name });
}

/** Takes away what a Karpenter that no longer runs would have had to: claims and nodes wait for it. */
export async function removeRented(api: ClusterApi, pool: string): Promise<void> {
  const unfinished = { metadata: { finalizers: null } };
  for (const { name } of await nodeClaims(api, pool)) {
    const reference = { apiVersion: "karpenter.sh/v1", kind: "NodeClaim", name };
    await api.patch(reference, unfinished);
    await api.delete(reference);
  }
  for (const name of await rentedNodes(api, pool)) {
    const reference = { apiVersion: "v1", kind: "Node", name };
    await api.patch(reference, unfinished);
    await api.delete(reference);
  }
}

/** Removes the pods of nodes that are gone, such as those of DaemonSets: the cluster itself does it within minutes. */
export async function removePodsOfGoneNodes(api: ClusterApi): Promise<void> {
  const present = new Set((await api.list({ apiVersion: "v1", kind: "Node" }, named)).map(({ metadata }) => metadata.name));
  for (const { namespace, name, node } of await observePods(api)) {
    if (node !== undefined && !present.has(node)) {
      await api.delete({ apiVersion: "v1", kind: "Pod", namespace, name }, { gracePeriodSeconds: 0 });
    }
  }
}

const eventSchema = z.object({
  involvedObject: z.object({ name: z.string().optional() }),
  message: z.string().default(""),
  source: z.object({ component: z.string().optional() }).default({}),
});

/** What Karpenter has said about a pod, the latest last. */
export async function karpenterSays(api: ClusterApi, namespace: string, pod: string): Promise<readonly string[]> {
  const events = await api.list({ apiVersion: "v1", kind: "Event", namespace }, eventSchema);
  return events
    .filter(({ involvedObject, source }) => involvedObject.name === pod && source.component === "karpenter")
    .map(({ message }) => message);
}
