import { z } from "zod";
import type { ClusterApi, KubernetesObject, ObjectReference } from "../../../../kubernetes-api/cluster-api";

/** What of a release is stored in the cluster. */
export interface StoredRelease {
  readonly revision: number;
  readonly chart: string;
  /** Whether its chart was rendered, or only recorded because it was not at hand. */
  readonly source: "rendered" | "recorded";
  /** What it has made, in the order in which it was made. */
  readonly objects: readonly ObjectReference[];
}

const storedSchema = z.object({
  revision: z.int(),
  chart: z.string(),
  source: z.enum(["rendered", "recorded"]),
  objects: z.array(z.object({ apiVersion: z.string(), kind: z.string(), name: z.string(), namespace: z.string().exactOptional() })),
});

const secretSchema = z.object({ data: z.object({ release: z.string() }) });

/** Where Helm keeps its releases: a Secret in the release's namespace. Ours has one revision and names only. */
function secretOf(namespace: string, name: string): ObjectReference {
  return { apiVersion: "v1", kind: "Secret", namespace, name: `sh.helm.release.v1.${name}.v1` };
}

export async function readStoredRelease(api: ClusterApi, namespace: string, name: string): Promise<StoredRelease | undefined> {
  const secret = await api.get(secretOf(namespace, name));
  if (secret === undefined) {
    return undefined;
  }
  const content: unknown = JSON.parse(Buffer.from(secretSchema.parse(secret).data.release, "base64").toString("utf8"));
  return storedSchema.parse(content);
}

export async function storeRelease(api: ClusterApi, namespace: string, name: string, release: StoredRelease): Promise<void> {
  const { apiVersion, kind, name: secretName } = secretOf(namespace, name);
  const secret: KubernetesObject = {
    apiVersion,
    kind,
    metadata: { name: secretName, namespace, labels: { owner: "helm", name, status: "deployed", version: String(release.revision) } },
    type: "helm.sh/release.v1",
    data: { release: Buffer.from(JSON.stringify(release)).toString("base64") },
  };
  await api.apply(secret, { fieldManager: "helm", force: true });
}

export async function forgetStoredRelease(api: ClusterApi, namespace: string, name: string): Promise<void> {
  await api.delete(secretOf(namespace, name), { propagation: "Background" });
}
