import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { type ClusterApi, type KubernetesObject, ApiError } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";

const fieldManager = "berth-rehearsal";

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().exactOptional() }),
});

/** The objects of a text with YAML documents. */
export function parseManifests(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as unknown)
    .filter((value) => value !== null)
    .map((value) => objectSchema.parse(value));
}

/** The objects of a file, or of all YAML files of a folder. */
export function readManifests(path: string): readonly KubernetesObject[] {
  if (!statSync(path).isDirectory()) {
    return parseManifests(readFileSync(path, "utf8"));
  }
  return readdirSync(path)
    .filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml")
    .sort()
    .flatMap((name) => readManifests(join(path, name)));
}

/** Makes a namespace unless it is there. */
export async function ensureNamespace(api: ClusterApi, name: string): Promise<void> {
  try {
    await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  } catch (error) {
    if (!(error instanceof ApiError && error.reason === "AlreadyExists")) {
      throw error;
    }
  }
}

/** Applies objects in the order given. */
export async function applyManifests(api: ClusterApi, objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects) {
    await api.apply(object, { fieldManager, force: true });
  }
}

const establishedSchema = z.looseObject({
  status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).nullish() }).nullish(),
});

/** Applies custom resource definitions, and waits until the API server serves them. */
export async function applyDefinitions(api: ClusterApi, definitions: readonly KubernetesObject[]): Promise<void> {
  await Promise.all(definitions.map(async (definition) => applyManifests(api, [definition])));
  for (const { apiVersion, kind, metadata } of definitions) {
    await waitUntil(
      async () => {
        const { status } = establishedSchema.parse((await api.get({ apiVersion, kind, name: metadata.name })) ?? {});
        return status?.conditions?.find(({ type, status: value }) => type === "Established" && value === "True");
      },
      { timeoutMilliseconds: 30_000, explain: () => `${metadata.name} is not served after 30 s` },
    );
  }
  api.forgetKinds();
}
