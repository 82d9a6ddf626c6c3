import { parseAllDocuments } from "yaml";

/** A value as YAML has them. */
export type Value = string | number | boolean | null | readonly Value[] | ValueMap;

/** A map of YAML. */
export type ValueMap = { readonly [Key in string]: Value };

/** The document that carries `machine` and `cluster` and has no kind of its own. */
export const mainDocument = "machine configuration";

/**
 * Reads a machine configuration, or the patches that make one, as documents by kind and name. What several patches say
 * about one document is put together as Talos does: maps are merged and lists appended; a later value wins.
 *
 * A text that cannot be read becomes a document of its own, so that it still counts as changed.
 */
export function configurationDocuments(texts: readonly string[]): ReadonlyMap<string, Value> {
  const documents = new Map<string, Value>();
  for (const [index, text] of texts.entries()) {
    for (const content of contentsOf(text)) {
      if (!isMap(content)) {
        documents.set(`document ${index + 1}`, text);
        continue;
      }
      const key = keyOf(content);
      documents.set(key, merged(documents.get(key), content));
    }
  }
  return documents;
}

function contentsOf(text: string): readonly Value[] {
  const parsed = parseAllDocuments(text);
  if (!Array.isArray(parsed)) {
    return [];
  }
  return parsed.map((document) => (document.errors.length > 0 ? text : valueOf(document.toJS())));
}

function keyOf(document: ValueMap): string {
  const { kind, name } = document;
  return typeof kind !== "string" ? mainDocument : typeof name === "string" ? `${kind} ${name}` : kind;
}

/** `podSubnets` and `serviceSubnets` replace what was there; every other list is added to. */
const replacedLists: ReadonlySet<string> = new Set(["podSubnets", "serviceSubnets"]);

function merged(before: Value | undefined, after: Value, key = ""): Value {
  if (before === undefined) {
    return withoutDeletions(after);
  }
  if (isList(before) && isList(after)) {
    return replacedLists.has(key) ? after : [...before, ...after];
  }
  if (!isMap(before) || !isMap(after)) {
    return after;
  }
  const result: Record<string, Value> = { ...before };
  for (const [each, value] of Object.entries(after)) {
    // A deletion of what comes from the generated part stays visible: that is what it changes.
    result[each] = merged(result[each], value, each);
  }
  return result;
}

function withoutDeletions(value: Value): Value {
  return isMap(value) && value["$patch"] === "delete" ? "(taken away)" : isMap(value) ? mapValues(value, withoutDeletions) : value;
}

function mapValues(map: ValueMap, change: (value: Value) => Value): Value {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** What the YAML library hands out, as values. */
function valueOf(value: unknown): Value {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(valueOf);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, valueOf(child)]))
    : null;
}
