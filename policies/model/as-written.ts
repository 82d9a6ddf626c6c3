/**
 * What a program has written of a Kubernetes object, out of what the API server has: the provider's outputs hold its
 * defaults and what controllers set as well, and a rule about what somebody writes down must not take those for it. The
 * object itself says who owns which field (`metadata.managedFields`); the provider's managers begin with its name.
 *
 * @param properties Of a resource, by key. Without owners of fields, as from a manifest or an offline preview, they are
 * what was written.
 */
export function asWritten(properties: unknown): unknown {
  const object = mapOf(properties);
  const metadata = mapOf(object?.["metadata"]);
  const entries: readonly unknown[] = Array.isArray(metadata?.["managedFields"]) ? metadata["managedFields"] : [];
  const owned = entries
    .map(mapOf)
    .filter((entry) => typeof entry?.["manager"] === "string" && entry["manager"].startsWith("pulumi-kubernetes"))
    .flatMap((entry) => mapsIn([entry?.["fieldsV1"]]));
  if (object === undefined || metadata === undefined || owned.length === 0) {
    return properties;
  }
  const { name, namespace, uid } = metadata;
  const written = mapOf(ownedPart(object, owned)) ?? {};
  return {
    ...written,
    apiVersion: object["apiVersion"],
    kind: object["kind"],
    metadata: { ...mapOf(written["metadata"]), name, namespace, uid },
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** @param owned Sets of fields in the API server's notation: `f:` a field, `k:` an item by its keys, `v:` an item by its value. */
function ownedPart(value: unknown, owned: readonly Fields[]): unknown {
  const keys = owned.flatMap((fields) => Object.keys(fields)).filter((key) => key !== ".");
  // Owned whole: a leaf, or a list or map that is not merged.
  if (keys.length === 0) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const below = keys.filter((key) => isItem(key, item)).flatMap((key) => childrenOf(owned, key));
      return below.length === 0 ? [] : [ownedPart(item, below)];
    });
  }
  const map = mapOf(value);
  return map === undefined
    ? value
    : Object.fromEntries(
        Object.entries(map).flatMap(([key, child]) => {
          const below = childrenOf(owned, `f:${key}`);
          return below.length === 0 ? [] : [[key, ownedPart(child, below)]];
        }),
      );
}

function childrenOf(owned: readonly Fields[], key: string): readonly Fields[] {
  return mapsIn(owned.map((fields) => fields[key]));
}

function mapsIn(values: readonly unknown[]): readonly Fields[] {
  return values.map(mapOf).filter((map) => map !== undefined);
}

function isItem(key: string, item: unknown): boolean {
  const wanted: unknown = JSON.parse(key.slice("k:".length));
  if (key.startsWith("v:")) {
    return wanted === item;
  }
  const map = mapOf(item);
  return Object.entries(mapOf(wanted) ?? {}).every(([name, value]) => map?.[name] === value);
}

function mapOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
