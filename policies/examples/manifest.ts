import { Properties } from "../model/properties";
import { type ResourceSnapshot } from "../model/resources/resource";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * An object as it stands in a Pulumi program; a Helm release has the apiVersion `helm.sh/v3`, a resource of another
 * provider the first part of its type.
 */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: Json;
}

/** What a rule accepts, and the smallest change that it refuses. */
export interface RuleExample {
  readonly good: readonly Manifest[];
  readonly bad: readonly Manifest[];
  /** Settings without which the rule cannot decide it. */
  readonly settings?: Readonly<Record<string, Json>>;
}

/** The policy configuration with which an example is judged. */
export function configurationOf(rule: string, settings: RuleExample["settings"]): Readonly<Record<string, object>> {
  return settings === undefined ? {} : { [rule]: settings };
}

/** An example whose bad case changes one field of the good one; `undefined` takes the field away. */
export function example(
  good: readonly [Manifest, ...Manifest[]],
  path: readonly (string | number)[],
  value: Json | undefined,
): RuleExample {
  const [subject, ...others] = good;
  return { good, bad: [withField(subject, path, value), ...others] };
}

/** The manifest with one field changed; `undefined` takes the field away. */
export function withField(manifest: Manifest, path: readonly (string | number)[], value: Json | undefined): Manifest {
  const [field = "", ...rest] = path.map(String);
  return { ...manifest, [field]: changedAt(manifest[field], rest, value) ?? null };
}

function changedAt(place: Json | undefined, [key, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (key === undefined) {
    return value;
  }
  if (isList(place)) {
    return place.map((element, index) => (String(index) === key ? (changedAt(element, rest, value) ?? null) : element));
  }
  if (typeof place !== "object" || place === null) {
    throw new Error(`the manifest has no ${[key, ...rest].join(".")} to change`);
  }
  const changed = changedAt(place[key], rest, value);
  if (changed === undefined) {
    return Object.fromEntries(Object.entries(place).filter(([name]) => name !== key));
  }
  return { ...place, [key]: changed };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The manifests as resources of a stack called `example`, named by namespace and name. */
export function resourcesOf(manifests: readonly Manifest[]): readonly ResourceSnapshot[] {
  return manifests.map((manifest) => {
    const isOfKubernetes = !manifest.apiVersion.includes(":");
    const type = `${isOfKubernetes ? `kubernetes:${manifest.apiVersion === "v1" ? "core/v1" : manifest.apiVersion}` : manifest.apiVersion}:${manifest.kind}`;
    const metadata = new Properties(manifest["metadata"] ?? manifest);
    const name = [metadata.at("namespace").text(), metadata.at("name").text()].filter((part) => part !== undefined).join("-");
    return { type, name, urn: `urn:pulumi:example::berth::${type}::${name}`, properties: manifest };
  });
}
