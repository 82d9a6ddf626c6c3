import { configurationDocuments, isList, isMap, mainDocument, type Value, type ValueMap } from "./configuration-documents";
import { type Effect, effectOf, isShown } from "./field-rules";

/** One field of a machine's configuration that changes. */
export interface ConfigurationChange {
  /** `machine.nodeLabels["berth.dev/pool"]`; in a document of its own kind with that before: `LinkConfig net0: mtu`. */
  readonly field: string;
  readonly kind: "add" | "remove" | "change";
  /** As JSON; absent when there was nothing, or when it may not be shown. */
  readonly before?: string;
  /** As JSON; absent when there will be nothing, or when it may not be shown. */
  readonly after?: string;
  readonly effect: Effect;
}

export interface ConfigurationDiff {
  /** Sorted by field. */
  readonly changes: readonly ConfigurationChange[];
  /** Whether the machine has to reboot before all of it counts. */
  readonly needsReboot: boolean;
}

/**
 * What a change of configuration does to a machine, fit to be printed: values are shown only of fields that are known to
 * hold no secrets.
 *
 * @param before The configuration that the machine has, or the patches that it was made with.
 * @param after The same of the one that it is to get.
 */
export function talosConfigurationDiff(before: readonly string[], after: readonly string[]): ConfigurationDiff {
  const [old, wanted] = [configurationDocuments(before), configurationDocuments(after)];
  const changes = [...new Set([...old.keys(), ...wanted.keys()])].flatMap((document) =>
    changesOf(document, [], old.get(document), wanted.get(document)),
  );
  return {
    changes: changes.sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0)),
    needsReboot: changes.some(({ effect }) => effect === "reboot"),
  };
}

function changesOf(
  document: string,
  path: readonly string[],
  before: Value | undefined,
  after: Value | undefined,
): readonly ConfigurationChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return [];
  }
  // A whole document that comes or goes is one change; in the main one every field counts by itself.
  const descend = isMap(before) && isMap(after) ? true : document === mainDocument && (isMap(before) || isMap(after));
  if (descend && !isList(before) && !isList(after)) {
    const [old, wanted] = [mapOf(before), mapOf(after)];
    return [...new Set([...Object.keys(old), ...Object.keys(wanted)])].flatMap((key) =>
      changesOf(document, [...path, key], old[key], wanted[key]),
    );
  }
  const visible = isShown(document, path);
  return [
    {
      field: fieldName(document, path),
      kind: before === undefined ? "add" : after === undefined ? "remove" : "change",
      ...(visible && before !== undefined ? { before: JSON.stringify(before) } : {}),
      ...(visible && after !== undefined ? { after: JSON.stringify(after) } : {}),
      effect: effectOf(document, path),
    },
  ];
}

function mapOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : {};
}

function fieldName(document: string, path: readonly string[]): string {
  const field = path.reduce(
    (text, key) => (/^[A-Za-z0-9_]+$/.test(key) ? `${text}${text === "" ? "" : "."}${key}` : `${text}["${key}"]`),
    "",
  );
  return document === mainDocument ? field : field === "" ? document : `${document}: ${field}`;
}
