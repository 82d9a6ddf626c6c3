import { z } from "zod";
import { UserError } from "../../infra/diagnostics/user-error";
import { cronJobSchema, daemonSetSchema, horizontalPodAutoscalerSchema, replicatedSchema } from "../../infra/observe/api/controllers";
import { podDisruptionBudgetSchema } from "../../infra/observe/api/disruption-budget";
import { metadataOnlySchema } from "../../infra/observe/api/metadata";
import { podMetricsSchema } from "../../infra/observe/api/metrics";
import { nodeSchema } from "../../infra/observe/api/node";
import { podSchema } from "../../infra/observe/api/pod";
import { persistentVolumeClaimSchema, persistentVolumeSchema } from "../../infra/observe/api/volume";
import { type Remark, Remarks } from "../../infra/observe/remarks";
import type { ClusterSnapshot } from "../../infra/observe/snapshot";
import type { KubernetesClient } from "../../kubernetes-api/client";
import type { Connection } from "../../kubernetes-api/connection";
import { listAll } from "../../kubernetes-api/list";

/** One list of the API, and what the tables lack without it. */
interface Resource<S extends z.ZodType> {
  /** As kubectl and RBAC name it, with its group: `deployments.apps`. */
  readonly name: string;
  readonly path: string;
  readonly schema: S;
  readonly without: string;
  readonly metadataOnly?: boolean;
}

export interface ReadCluster {
  readonly snapshot: ClusterSnapshot;
  readonly remarks: readonly Remark[];
  /** Names of resources that may not be listed. */
  readonly denied: readonly string[];
}

const versionSchema = z.object({ gitVersion: z.string() });

/**
 * Reads what the tables are made of, and nothing else: no Secret, no ConfigMap.
 *
 * @param onProgress told in a line how far it is.
 * @throws UserError when pods may not be read; without anything else it does.
 */
export async function readCluster(
  client: KubernetesClient,
  connection: Connection,
  onProgress: (line: string) => void,
): Promise<ReadCluster> {
  const remarks = new Remarks();
  const denied: string[] = [];
  const read = async <S extends z.ZodType>({
    name,
    path,
    schema,
    without,
    metadataOnly = false,
  }: Resource<S>): Promise<readonly z.output<S>[] | undefined> => {
    const onPage = (objects: number): void => {
      onProgress(`${name}: ${objects}`);
    };
    const listed = await listAll(client, path, schema, { metadataOnly, onPage });
    switch (listed.outcome) {
      case "read":
        for (const { id, message } of listed.unreadable) {
          remarks.add("left out", id, `one of ${name} is not as Kubernetes documents it: ${message}`);
        }
        return listed.items;
      case "denied":
        denied.push(name);
        onProgress(`${name}: may not be read`);
        remarks.add("denied", name, without);
        return undefined;
      case "absent":
        onProgress(`${name}: not served`);
        remarks.add("left out", name, `the cluster does not serve them: ${without}`);
        return undefined;
    }
  };
  const [pods, nodes, namespaces, deployments, statefulSets, daemonSets, replicaSets, cronJobs, jobs] = await Promise.all([
    read({ name: "pods", path: "/api/v1/pods", schema: podSchema, without: "there is nothing to observe" }),
    read({
      name: "nodes",
      path: "/api/v1/nodes",
      schema: nodeSchema,
      without: "machines are guessed from the pods on them, and what selects nodes is immovable",
    }),
    read({
      name: "namespaces",
      path: "/api/v1/namespaces",
      schema: metadataOnlySchema,
      metadataOnly: true,
      without: "namespaces without pods are not seen",
    }),
    read({
      name: "deployments.apps",
      path: "/apis/apps/v1/deployments",
      schema: replicatedSchema,
      without: "those without pods are not seen",
    }),
    read({
      name: "statefulsets.apps",
      path: "/apis/apps/v1/statefulsets",
      schema: replicatedSchema,
      without: "those without pods are not seen",
    }),
    read({
      name: "daemonsets.apps",
      path: "/apis/apps/v1/daemonsets",
      schema: daemonSetSchema,
      without: "what selects their nodes is taken from their pods",
    }),
    read({
      name: "replicasets.apps",
      path: "/apis/apps/v1/replicasets",
      schema: metadataOnlySchema,
      metadataOnly: true,
      without: "Deployments are told by the names of their pods",
    }),
    read({
      name: "cronjobs.batch",
      path: "/apis/batch/v1/cronjobs",
      schema: cronJobSchema,
      without: "those that do not run just now are not seen",
    }),
    read({
      name: "jobs.batch",
      path: "/apis/batch/v1/jobs",
      schema: metadataOnlySchema,
      metadataOnly: true,
      without: "CronJobs are told by the names of their pods",
    }),
  ]);
  const [podDisruptionBudgets, horizontalPodAutoscalers, persistentVolumeClaims, persistentVolumes, podMetrics] = await Promise.all([
    read({
      name: "poddisruptionbudgets.policy",
      path: "/apis/policy/v1/poddisruptionbudgets",
      schema: podDisruptionBudgetSchema,
      without: "rows have no disruption",
    }),
    read({
      name: "horizontalpodautoscalers.autoscaling",
      path: "/apis/autoscaling/v2/horizontalpodautoscalers",
      schema: horizontalPodAutoscalerSchema,
      without: "what is scaled is not told",
    }),
    read({
      name: "persistentvolumeclaims",
      path: "/api/v1/persistentvolumeclaims",
      schema: persistentVolumeClaimSchema,
      without: "where data lies is guessed",
    }),
    read({
      name: "persistentvolumes",
      path: "/api/v1/persistentvolumes",
      schema: persistentVolumeSchema,
      without: "where data lies is guessed by the storage class",
    }),
    read({
      name: "pods.metrics.k8s.io",
      path: "/apis/metrics.k8s.io/v1beta1/pods",
      schema: podMetricsSchema,
      without: "rows do not tell what is in use",
    }),
  ]);
  if (pods === undefined) {
    throw new UserError(`the user of context "${connection.contextName}" may not list the pods of all namespaces`, [
      {
        path: "pods",
        message: "is the one thing that observing cannot do without",
        fix: grantOf(["pods", ...denied.filter((name) => name !== "pods")]),
      },
    ]);
  }
  const version = await client.get("/version");
  return {
    snapshot: {
      server: connection.server,
      clusterName: connection.clusterName,
      gitVersion: versionSchema.safeParse(version.body).data?.gitVersion,
      pods,
      nodes,
      namespaces,
      deployments,
      statefulSets,
      daemonSets,
      replicaSets,
      cronJobs,
      jobs,
      podDisruptionBudgets,
      horizontalPodAutoscalers,
      persistentVolumeClaims,
      persistentVolumes,
      podMetrics,
    },
    remarks: remarks.all(),
    denied: [...denied].sort(),
  };
}

/** The commands with which an administrator lets a user list these resources. */
export function grantOf(resources: readonly string[]): string {
  return `kubectl create clusterrole berth-observe --verb=list --resource=${[...resources].sort().join(",")} && kubectl create clusterrolebinding berth-observe --clusterrole=berth-observe --user=<as kubectl auth whoami says>`;
}
