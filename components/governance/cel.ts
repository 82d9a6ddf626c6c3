/** A value that can be written as JSON. */
export type Json = string | number | boolean | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * A value as a CEL literal. The API server and Kyverno refuse lists and maps of mixed types, so every value of a map
 * and every map in a list is made dynamic.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#type-checking
 */
export function celLiteral(value: Json): string {
  if (typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  if (isList(value)) {
    return `[${value.map((element) => (typeof element === "object" ? `dyn(${celLiteral(element)})` : celLiteral(element))).join(", ")}]`;
  }
  return `{${Object.entries(value)
    .map(([key, child]) => `${JSON.stringify(key)}: dyn(${celLiteral(child)})`)
    .join(", ")}}`;
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
