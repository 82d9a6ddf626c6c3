import type { z } from "zod";
import { UserError } from "../../infra/diagnostics/user-error";
import { type ClusterList, clusterLists, type Missing, type SymptomSnapshot } from "../../infra/symptoms/lists";
import type { KubernetesClient } from "../../kubernetes-api/client";
import type { Connection } from "../../kubernetes-api/connection";
import { listAll, type Unreadable } from "../../kubernetes-api/list";

/** One object that is not as its API documents it; nothing is said about it. */
export interface UnreadableObject extends Unreadable {
  readonly resource: string;
}

export interface ReadLists {
  readonly snapshot: SymptomSnapshot;
  readonly unreadable: readonly UnreadableObject[];
}

/**
 * Reads the lists that symptoms are seen in, page by page.
 *
 * @param onProgress told in a few words how far it is.
 * @throws UserError when pods may not be read: there is little to say without them.
 */
export async function readClusterLists(
  client: KubernetesClient,
  connection: Pick<Connection, "server" | "contextName">,
  onProgress: (text: string) => void,
): Promise<ReadLists> {
  const unreadable: UnreadableObject[] = [];
  const read = async <S extends z.ZodType>({
    resource,
    path,
    schema,
    metadataOnly = false,
    fieldSelector,
  }: ClusterList<S>): Promise<readonly z.output<S>[] | Missing> => {
    const onPage = (objects: number): void => {
      onProgress(`${resource}: ${objects}`);
    };
    const listed = await listAll(client, path, schema, { metadataOnly, fieldSelector, onPage });
    if (listed.outcome !== "read") {
      onProgress(`${resource}: ${listed.outcome}`);
      return listed.outcome;
    }
    unreadable.push(...listed.unreadable.map((object) => ({ resource, ...object })));
    return listed.items;
  };
  const pods = await read(clusterLists.pods);
  if (typeof pods === "string") {
    throw new UserError(`the user of context "${connection.contextName}" may not list the pods of all namespaces`, [
      {
        path: "pods",
        message: "are the one thing that nothing can be said without",
        fix: "kubectl create clusterrolebinding berth-doctor --clusterrole=view --user=<as kubectl auth whoami says>",
      },
    ]);
  }
  const [nodes, replicaSets, jobs, resourceQuotas, failedCreations, podDisruptionBudgets] = await Promise.all([
    read(clusterLists.nodes),
    read(clusterLists.replicaSets),
    read(clusterLists.jobs),
    read(clusterLists.resourceQuotas),
    read(clusterLists.failedCreations),
    read(clusterLists.podDisruptionBudgets),
  ]);
  const [verticalPodAutoscalers, podMetrics, scaledObjects, mutatingPolicies, mutatingWebhooks, endpointSlices] = await Promise.all([
    read(clusterLists.verticalPodAutoscalers),
    read(clusterLists.podMetrics),
    read(clusterLists.scaledObjects),
    read(clusterLists.mutatingPolicies),
    read(clusterLists.mutatingWebhooks),
    read(clusterLists.endpointSlices),
  ]);
  const readings = {
    ...{ pods, nodes, replicaSets, jobs, resourceQuotas, failedCreations, podDisruptionBudgets },
    ...{ verticalPodAutoscalers, podMetrics, scaledObjects, mutatingPolicies, mutatingWebhooks, endpointSlices },
  };
  return { snapshot: { server: connection.server, readings }, unreadable };
}
