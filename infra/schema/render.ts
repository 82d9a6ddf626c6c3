import { childOf } from "./known-fields";

const longestValue = 80;

/** A value as it stands in an error message: JSON, cut short where it is long. */
export function renderValue(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

/**
 * A path in the user's own terms. Rows are called by their name where they have one, `namespace/name` where they have
 * both, and by their place in the list, from 0, where they have neither.
 *
 * @param base Path of `input` itself.
 */
export function joinPath(base: string, input: unknown, path: readonly PropertyKey[]): string {
  let rendered = base;
  let current = input;
  for (const key of path) {
    const child = childOf(current, key);
    if (typeof key === "number") {
      rendered += `[${rowName(child) ?? key}]`;
    } else if (typeof key === "string" && /^[A-Za-z_$][\w$-]*$/.test(key)) {
      rendered += rendered === "" ? key : `.${key}`;
    } else {
      rendered += `["${String(key)}"]`;
    }
    current = child;
  }
  return rendered;
}

/** What a row calls itself: `media/sonarr`, `talos01`; undefined when it does not say. */
export function rowName(row: unknown): string | undefined {
  const name = childOf(row, "name");
  const namespace = childOf(row, "namespace");
  if (typeof name !== "string" || name === "") {
    return undefined;
  }
  return typeof namespace === "string" && namespace !== "" ? `${namespace}/${name}` : name;
}
