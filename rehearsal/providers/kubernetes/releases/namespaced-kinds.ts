import { z } from "zod";
import type { ClusterApi, KubernetesObject } from "../../../../kubernetes-api/cluster-api";
import { defaultNamespace } from "../kind";

const definitionSchema = z.object({
  spec: z.object({ group: z.string(), names: z.object({ kind: z.string() }), scope: z.string() }),
});

/** Whether an object lives in a namespace. */
export type IsNamespaced = (object: Pick<KubernetesObject, "apiVersion" | "kind">) => boolean;

/**
 * Which of a chart's objects live in a namespace: as their kind's CustomResourceDefinition says, the chart's own before the
 * cluster's. Of what neither defines, kinds that are not built in count as outside every namespace.
 */
export async function namespacedKinds(chart: readonly KubernetesObject[], api: ClusterApi): Promise<IsNamespaced> {
  const inCluster = await api.list({ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" }, definitionSchema);
  const inChart = chart
    .filter(({ kind }) => kind === "CustomResourceDefinition")
    // One that is none is left to the API server to refuse.
    .flatMap((object) => definitionSchema.safeParse(object).data ?? []);
  const scopes = new Map([...inCluster, ...inChart].map(({ spec }) => [`${spec.group} ${spec.names.kind}`, spec.scope]));
  return ({ apiVersion, kind }) => {
    const [group = ""] = apiVersion.split("/");
    const scope = scopes.get(`${group} ${kind}`);
    return scope === undefined ? defaultNamespace({ apiVersion, kind, patch: false }) !== undefined : scope === "Namespaced";
  };
}
