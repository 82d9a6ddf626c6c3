import { isPropertyMap, isUnknown, type PropertyMap, type PropertyValue, revealedMap } from "./property-value";

export type Path = readonly (string | number)[];

export interface FieldChange {
  readonly path: Path;
  readonly kind: "add" | "delete" | "update";
}

/** Every leaf in which two property bags differ, in alphabetical order of keys. A value not yet known counts as changed. */
export function changedFields(before: PropertyMap, after: PropertyMap): readonly FieldChange[] {
  return compare(revealedMap(before), revealedMap(after), []);
}

function compare(before: PropertyValue | undefined, after: PropertyValue | undefined, path: Path): readonly FieldChange[] {
  if (before === undefined || after === undefined) {
    if (before === after) {
      return [];
    }
    return [{ path, kind: before === undefined ? "add" : "delete" }];
  }
  if (isPropertyMap(before) && isPropertyMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => compare(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const olds: readonly PropertyValue[] = before;
    const news: readonly PropertyValue[] = after;
    return Array.from({ length: Math.max(olds.length, news.length) }, (_, index) =>
      compare(olds[index], news[index], [...path, index]),
    ).flat();
  }
  return before === after && !isUnknown(after) ? [] : [{ path, kind: "update" }];
}

/** A path the way Pulumi writes it: `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") {
      return `${text}[${String(step)}]`;
    }
    if (!/^[A-Za-z_$][\w$]*$/.test(step)) {
      return `${text}[${JSON.stringify(step)}]`;
    }
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** Whether a path is at or below one of the given ones. */
export function isWithin(path: Path, prefixes: readonly Path[]): boolean {
  return prefixes.some((prefix) => prefix.every((step, index) => path[index] === step));
}
