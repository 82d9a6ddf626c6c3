import type { NodeSelectorTerm, PodPlacement } from "../../infra/placement/emit/pod-placement";
import { type Json, celLiteral } from "./cel";

/**
 * A CEL expression whose value is the list of JSON patches that put a placement into a pod which may already have
 * labels, a node selector, affinity, tolerations and spread constraints of its own. Nothing that the pod asks for is
 * lost, except a label or node selector of the same key and a spread constraint over the same topology: there the plan
 * wins.
 *
 * - Labels, annotations and `nodeSelector` are set key by key: an apply configuration may not touch the atomic `nodeSelector`.
 * - Required node affinity: node selector terms are alternatives, so every alternative that the pod has is narrowed by
 *   ours. A pod without any gets ours as they are.
 * - Preferred node affinity, pod affinity, pod anti-affinity and tolerations are appended.
 * - `priorityClassName` is not set: the Priority plugin has already turned the pod's class into a number, and refuses
 *   a pod in which the two differ. It belongs into the workload's own template.
 */
export function placementMutation(placement: PodPlacement): string {
  const { affinity } = placement;
  return [
    ...mapEntries("metadata", "labels", placement.labels),
    ...mapEntries("metadata", "annotations", placement.annotations ?? {}),
    ...mapEntries("spec", "nodeSelector", placement.nodeSelector ?? {}),
    ...parents(affinity),
    ...requiredNodeAffinity(affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []),
    ...appended(
      "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution",
      affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [],
    ),
    ...appended(
      "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution",
      affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
    ),
    ...appended(
      "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
      affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [],
    ),
    ...appended("tolerations", placement.tolerations ?? []),
    ...spreadConstraints(placement.topologySpreadConstraints ?? []),
  ].join(" +\n");
}

/** Sets the entries of a map that the pod may not have. */
function mapEntries(parent: "metadata" | "spec", field: string, entries: Readonly<Record<string, string>>): readonly string[] {
  const keys = Object.keys(entries).sort();
  if (keys.length === 0) {
    return [];
  }
  const patches = keys.map((key) =>
    patch(`"/${parent}/${field}/" + jsonpatch.escapeKey(${celLiteral(key)})`, celLiteral(entries[key] ?? "")),
  );
  return [created(`object.${parent}.?${field}`, `/${parent}/${field}`), `[${patches.join(", ")}]`];
}

/** Creates the objects that hold the lists of affinity, where the pod has none. */
function parents(affinity: PodPlacement["affinity"]): readonly string[] {
  const present = (["nodeAffinity", "podAffinity", "podAntiAffinity"] as const).filter((kind) => affinity?.[kind] !== undefined);
  if (present.length === 0) {
    return [];
  }
  return [
    created("object.spec.?affinity", "/spec/affinity"),
    ...present.map((kind) => created(`object.spec.?affinity.?${kind}`, `/spec/affinity/${kind}`)),
  ];
}

function created(field: string, path: string): string {
  return `(${field}.hasValue() ? [] : [${patch(celLiteral(path), "{}")}])`;
}

function requiredNodeAffinity(ours: readonly NodeSelectorTerm[]): readonly string[] {
  if (ours.length === 0) {
    return [];
  }
  const path = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
  const theirs = `object.spec.${optionalPath(path)}.?nodeSelectorTerms.orValue([])`;
  const narrowed = ours.map((term) => `${theirs}.map(term, ${narrowedTerm(term)})`).join(" + ");
  const terms = `${theirs}.size() == 0 ? ${celLiteral(toJson(ours))} : ${narrowed}`;
  return [`[${patch(celLiteral(`/spec/${path.replaceAll(".", "/")}`), `{"nodeSelectorTerms": ${terms}}`)}]`];
}

/** One of the pod's alternatives and ours at once. An empty term matches no node, and stays as it is. */
function narrowedTerm(ours: NodeSelectorTerm): string {
  const expressions = `"matchExpressions": dyn(term.?matchExpressions.orValue([]) + ${celLiteral(toJson(ours.matchExpressions))})`;
  return (
    `has(term.matchFields) ? dyn({${expressions}, "matchFields": dyn(term.matchFields)}) : ` +
    `has(term.matchExpressions) ? dyn({${expressions}}) : dyn(term)`
  );
}

/** Appends to a list of the pod's spec that it may not have. */
function appended(path: string, entries: readonly object[]): readonly string[] {
  if (entries.length === 0) {
    return [];
  }
  const value = `object.spec.${optionalPath(path)}.orValue([]) + ${celLiteral(toJson(entries))}`;
  return [`[${patch(celLiteral(`/spec/${path.replaceAll(".", "/")}`), value)}]`];
}

/** Kubernetes refuses two constraints with the same topology and the same answer to what cannot be satisfied. */
function spreadConstraints(ours: NonNullable<PodPlacement["topologySpreadConstraints"]>): readonly string[] {
  if (ours.length === 0) {
    return [];
  }
  const replaced = celLiteral(ours.map((constraint) => constraint.topologyKey));
  const kept = `object.spec.?topologySpreadConstraints.orValue([]).filter(constraint, !(constraint.topologyKey in ${replaced}))`;
  return [`[${patch('"/spec/topologySpreadConstraints"', `${kept} + ${celLiteral(toJson(ours))}`)}]`];
}

function patch(path: string, value: string): string {
  return `JSONPatch{op: "add", path: ${path}, value: ${value}}`;
}

function optionalPath(path: string): string {
  return path
    .split(".")
    .map((field) => `?${field}`)
    .join(".");
}

/** Drops absent fields and the types' names: what is left is plain JSON. */
function toJson(value: unknown): Json {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(toJson);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, child]) => child !== undefined)
        .map(([key, child]) => [key, toJson(child)]),
    );
  }
  throw new TypeError(`${String(value)} cannot be written as JSON`);
}
