/** JSON, as an API server has it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [key: string]: Json;
}

export function isJsonMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Who owns a field, by its path as JSON text. Lists are owned whole, which is coarser than an API server's merging of them. */
export type Owners = ReadonlyMap<string, ReadonlySet<string>>;

/** Every leaf of a map, by its path as JSON text. */
export function leavesOf(map: JsonMap, path: readonly string[] = []): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(map).flatMap(([key, value]): (readonly [string, Json])[] => {
      const here = [...path, key];
      return isJsonMap(value) && Object.keys(value).length > 0 ? [...leavesOf(value, here)] : [[JSON.stringify(here), value]];
    }),
  );
}

/** A map of these leaves. */
export function mapOf(leaves: ReadonlyMap<string, Json>): JsonMap {
  const root: Record<string, Json> = {};
  for (const [path, value] of leaves) {
    const steps: unknown = JSON.parse(path);
    if (Array.isArray(steps)) {
      put(
        root,
        steps.map((step: unknown) => String(step)),
        value,
      );
    }
  }
  return root;
}

function put(map: Record<string, Json>, [step = "", ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    map[step] = value;
    return;
  }
  const child = map[step];
  const copy: Record<string, Json> = isJsonMap(child) ? { ...child } : {};
  put(copy, rest, value);
  map[step] = copy;
}
