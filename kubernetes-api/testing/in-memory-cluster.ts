import { z } from "zod";
import { ApiError, type ApplyOptions, type ClusterApi, type KubernetesObject, type ObjectReference } from "../cluster-api";
import { isJsonMap, type Json, type JsonMap, leavesOf, mapOf } from "./field-ownership";

const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(jsonSchema), z.record(z.string(), jsonSchema)]),
);
const mapSchema = z.record(z.string(), jsonSchema);
const definitionSchema = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    scope: z.string(),
    versions: z.array(z.object({ name: z.string() })),
  }),
});

interface Stored {
  readonly reference: ObjectReference;
  /** Without the fields that the fake adds. */
  readonly leaves: ReadonlyMap<string, Json>;
  readonly owners: ReadonlyMap<string, ReadonlySet<string>>;
  readonly uid: string;
  readonly generation: number;
  readonly resourceVersion: number;
  readonly deleting: boolean;
  readonly status: JsonMap;
}

/** Kinds that the fake serves from the beginning; those outside every namespace first. */
const clusterScoped = new Set([
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "StorageClass",
  "ClusterRole",
  "CustomResourceDefinition",
]);
const builtIn = /^(v1|(apps|batch|policy|autoscaling|discovery|storage|rbac|scheduling|apiextensions)(\.[a-z.]*k8s\.io)?\/v1)$/;

/**
 * A fake of an API server for tests: objects in memory, server-side apply with owners and conflicts, dry runs, strict
 * validation as far as a test says what to refuse, definitions of kinds, namespaces, finalizers. No controller runs:
 * tests say what becomes of an object by {@link react} or by patching its status. It cannot tell what a real API server
 * would default or refuse by itself; that is tested on a real one.
 */
export class InMemoryCluster implements ClusterApi {
  readonly #objects = new Map<string, Stored>();
  readonly #defined = new Map<string, "Namespaced" | "Cluster">();
  #count = 0;

  /** What is refused, as the API server's message. Default: nothing. */
  refuse: (object: KubernetesObject, before: KubernetesObject | undefined) => string | undefined = () => undefined;

  /** The status that controllers give to an object that was written. Default: a definition is established, nothing else has any. */
  react: (object: KubernetesObject) => Readonly<Record<string, unknown>> | undefined = ({ kind }) =>
    kind === "CustomResourceDefinition" ? { conditions: [{ type: "Established", status: "True" }] } : undefined;

  /** Every write that changed something: `apply v1 ConfigMap apps/a by <manager>`. */
  readonly writes: string[] = [];

  /** References of everything there is, as text, sorted. */
  get contents(): readonly string[] {
    return [...this.#objects.keys()].sort();
  }

  async list<S extends z.ZodType>(
    selection: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly labelSelector?: string },
    schema: S,
  ): Promise<readonly z.output<S>[]> {
    const { apiVersion, kind, namespace, labelSelector } = selection;
    this.#requireKind(selection);
    const wanted = (labelSelector ?? "").split(",").filter((term) => term !== "");
    const found = [...this.#objects.values()].filter(({ reference, leaves }) => {
      const labels = mapOf(leaves)["metadata"];
      const map = isJsonMap(labels) && isJsonMap(labels["labels"]) ? labels["labels"] : {};
      return (
        reference.apiVersion === apiVersion &&
        reference.kind === kind &&
        (namespace === undefined || reference.namespace === undefined || reference.namespace === namespace) &&
        wanted.every((term) => map[term.split("=")[0] ?? ""] === term.split("=")[1])
      );
    });
    return Promise.resolve(found.map((stored) => schema.parse(objectOf(stored))));
  }

  async get(reference: ObjectReference): Promise<KubernetesObject | undefined> {
    const stored = this.#isServed(reference) ? this.#objects.get(this.#key(reference)) : undefined;
    return Promise.resolve(stored === undefined ? undefined : objectOf(stored));
  }

  async apply(object: KubernetesObject, { fieldManager, force = false, dryRun = false }: ApplyOptions): Promise<KubernetesObject> {
    const reference = this.#referenceOf(object);
    const key = this.#key(reference);
    const before = this.#objects.get(key);
    const applied = leavesOf(withoutIdentity(object));
    this.#check(object, before);
    const conflicts = [...applied].filter(
      ([path, value]) => !same(before?.leaves.get(path), value) && othersOf(before?.owners.get(path), fieldManager).length > 0,
    );
    if (conflicts.length > 0 && !force) {
      const owners = new Set(conflicts.flatMap(([path]) => othersOf(before?.owners.get(path), fieldManager)));
      const fields = conflicts.map(([path]) => fieldName(path)).join(", ");
      throw new ApiError(
        `Apply failed with ${conflicts.length} conflict: conflict with "${[...owners].join('", "')}": ${fields}`,
        409,
        "Conflict",
      );
    }
    const leaves = new Map(before?.leaves ?? []);
    const owners = new Map([...(before?.owners ?? [])].map(([path, set]) => [path, new Set(set)]));
    for (const [path, managers] of owners) {
      // What it no longer applies is gone, unless somebody else wants it too.
      if (!applied.has(path) && managers.delete(fieldManager) && managers.size === 0) {
        leaves.delete(path);
        owners.delete(path);
      }
    }
    const taken = new Set(conflicts.map(([path]) => path));
    for (const [path, value] of applied) {
      leaves.set(path, value);
      owners.set(path, new Set([...(taken.has(path) ? [] : (owners.get(path) ?? [])), fieldManager]));
    }
    return this.#write(`apply ${key} by ${fieldManager}`, { reference, leaves, owners }, before, dryRun);
  }

  async create(object: KubernetesObject): Promise<KubernetesObject> {
    const reference = this.#referenceOf(object);
    const key = this.#key(reference);
    if (this.#objects.has(key)) {
      throw new ApiError(`${key} already exists`, 409, "AlreadyExists");
    }
    this.#check(object, undefined);
    const leaves = leavesOf(withoutIdentity(object));
    const owners = new Map([...leaves.keys()].map((path) => [path, new Set(["create"])]));
    return this.#write(`create ${key}`, { reference, leaves, owners }, undefined, false);
  }

  /** As somebody else does, such as a controller or `kubectl`: the fields belong to `patch` then. */
  async patch(
    reference: ObjectReference,
    patch: Readonly<Record<string, unknown>>,
    subresource?: "status" | "scale",
  ): Promise<KubernetesObject> {
    const key = this.#key(reference);
    const before = this.#objects.get(key);
    if (before === undefined) {
      throw new ApiError(`${key} not found`, 404, "NotFound");
    }
    const changes = mapSchema.parse(patch);
    if (subresource === "status") {
      const { status = {} } = changes;
      this.#objects.set(key, { ...before, status: { ...before.status, ...(isJsonMap(status) ? status : {}) } });
      return objectOf(this.#objects.get(key) ?? before);
    }
    const leaves = new Map(before.leaves);
    const owners = new Map(before.owners);
    for (const [path, value] of leavesOf(changes)) {
      if (value === null) {
        leaves.delete(path);
        owners.delete(path);
      } else {
        leaves.set(path, value);
        owners.set(path, new Set(["patch"]));
      }
    }
    const written = await this.#write(`patch ${key}`, { reference: before.reference, leaves, owners }, before, false);
    this.#removeIfReleased(key);
    return written;
  }

  async delete(reference: ObjectReference): Promise<void> {
    const key = this.#isServed(reference) ? this.#key(reference) : "";
    const stored = this.#objects.get(key);
    if (stored !== undefined) {
      this.writes.push(`delete ${key}`);
      this.#objects.set(key, { ...stored, deleting: true });
      this.#removeIfReleased(key);
    }
    return Promise.resolve();
  }

  async evict({ namespace, name }: { readonly namespace: string; readonly name: string }): ReturnType<ClusterApi["evict"]> {
    const reference = { apiVersion: "v1", kind: "Pod", namespace, name };
    const there = (await this.get(reference)) !== undefined;
    await this.delete(reference);
    return there ? "evicted" : "gone";
  }

  async bind({ namespace, name }: { readonly namespace: string; readonly name: string }, node: string): Promise<void> {
    await this.patch({ apiVersion: "v1", kind: "Pod", namespace, name }, { spec: { nodeName: node } });
  }

  forgetKinds(): void {
    // Its kinds are never remembered.
  }

  close(): void {
    // There is no connection.
  }

  async #write(
    what: string,
    { reference, leaves, owners }: Pick<Stored, "reference" | "leaves" | "owners">,
    before: Stored | undefined,
    dryRun: boolean,
  ): Promise<KubernetesObject> {
    const changed = before === undefined || !same(mapOf(before.leaves), mapOf(leaves));
    this.#count += 1;
    const stored: Stored = {
      reference,
      leaves,
      owners,
      uid: before?.uid ?? `uid-${String(this.#count)}`,
      generation: (before?.generation ?? 0) + (changed ? 1 : 0),
      resourceVersion: changed ? this.#count : before.resourceVersion,
      deleting: before?.deleting ?? false,
      status: before?.status ?? {},
    };
    const status = this.react(objectOf(stored));
    const reacted = status === undefined ? stored : { ...stored, status: mapSchema.parse(status) };
    if (!dryRun) {
      this.#objects.set(this.#key(reference), reacted);
      if (changed) {
        this.writes.push(what);
      }
      this.#define(objectOf(reacted));
    }
    return Promise.resolve(objectOf(reacted));
  }

  #define(object: KubernetesObject): void {
    if (object.kind === "CustomResourceDefinition") {
      const { spec } = definitionSchema.parse(object);
      for (const { name } of spec.versions) {
        this.#defined.set(`${spec.group}/${name} ${spec.names.kind}`, spec.scope === "Cluster" ? "Cluster" : "Namespaced");
      }
    }
  }

  #check(object: KubernetesObject, before: Stored | undefined): void {
    const { namespace } = this.#referenceOf(object);
    if (namespace !== undefined && namespace !== "default" && !this.#objects.has(`v1 Namespace ${namespace}`)) {
      throw new ApiError(`namespaces "${namespace}" not found`, 404, "NotFound");
    }
    const refusal = this.refuse(object, before === undefined ? undefined : objectOf(before));
    if (refusal !== undefined) {
      throw new ApiError(refusal, 422, "Invalid");
    }
  }

  #removeIfReleased(key: string): void {
    const stored = this.#objects.get(key);
    const finalizers = stored?.leaves.get(JSON.stringify(["metadata", "finalizers"]));
    if (stored?.deleting === true && (!Array.isArray(finalizers) || finalizers.length === 0)) {
      this.#objects.delete(key);
    }
  }

  #isServed({ apiVersion, kind }: Pick<ObjectReference, "apiVersion" | "kind">): boolean {
    return builtIn.test(apiVersion) || this.#defined.has(`${apiVersion} ${kind}`);
  }

  #requireKind(kind: Pick<ObjectReference, "apiVersion" | "kind">): void {
    if (!this.#isServed(kind)) {
      throw new ApiError(`the API server does not serve ${kind.apiVersion} ${kind.kind}`, 404, "NotFound");
    }
  }

  #referenceOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference {
    this.#requireKind({ apiVersion, kind });
    const isCluster = clusterScoped.has(kind) || this.#defined.get(`${apiVersion} ${kind}`) === "Cluster";
    return { apiVersion, kind, name: metadata.name, ...(isCluster ? {} : { namespace: metadata.namespace ?? "default" }) };
  }

  #key(reference: ObjectReference): string {
    const { apiVersion, kind, name, namespace } = this.#referenceOf({ ...reference, metadata: { ...reference } });
    return `${apiVersion} ${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  }
}

function withoutIdentity(object: KubernetesObject): JsonMap {
  const fields = without(object, ["apiVersion", "kind", "metadata", "status"]);
  const metadata = without(object.metadata, ["name", "namespace"]);
  return mapSchema.parse({ ...fields, ...(Object.keys(metadata).length === 0 ? {} : { metadata }) });
}

function without(map: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

function objectOf({ reference, leaves, uid, generation, resourceVersion, deleting, status }: Stored): KubernetesObject {
  const { metadata, ...fields } = mapOf(leaves);
  const { apiVersion, kind, name, namespace } = reference;
  return {
    ...fields,
    apiVersion,
    kind,
    metadata: {
      ...(isJsonMap(metadata) ? metadata : {}),
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      generation,
      resourceVersion: String(resourceVersion),
      ...(deleting ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
    },
    ...(Object.keys(status).length === 0 ? {} : { status }),
  };
}

function othersOf(owners: ReadonlySet<string> | undefined, fieldManager: string): readonly string[] {
  return [...(owners ?? [])].filter((owner) => owner !== fieldManager);
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function fieldName(path: string): string {
  const steps: unknown = JSON.parse(path);
  return Array.isArray(steps) ? `.${steps.join(".")}` : path;
}
