import { z } from "zod";
import type { ClusterApi } from "./cluster-api";

/** A Deployment or StatefulSet whose number of pods can be changed. */
export interface Scalable {
  readonly kind: "Deployment" | "StatefulSet";
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
}

const scalableSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  spec: z.object({ replicas: z.int().default(1) }),
});

/** Every Deployment and StatefulSet, with the pods that it is to have, by namespace and name. */
export async function scalables(api: ClusterApi): Promise<readonly Scalable[]> {
  const kinds = ["Deployment", "StatefulSet"] as const;
  const lists = await Promise.all(
    kinds.map(async (kind) =>
      (await api.list({ apiVersion: "apps/v1", kind }, scalableSchema)).map(({ metadata, spec }): Scalable => ({
        kind,
        namespace: metadata.namespace,
        name: metadata.name,
        replicas: spec.replicas,
      })),
    ),
  );
  return lists.flat().sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
}

export async function setReplicas(api: ClusterApi, { kind, namespace, name }: Omit<Scalable, "replicas">, replicas: number): Promise<void> {
  await api.patch({ apiVersion: "apps/v1", kind, namespace, name }, { spec: { replicas } }, "scale");
}
