import { createHash } from "node:crypto";
import type { KubernetesObject, ObjectReference } from "../../../../kubernetes-api/cluster-api";
import { isPropertyMap, isUnknown, type PropertyMap, type PropertyValue, revealedMap, toPropertyMap, valueAt } from "../../property-value";
import { defaultNamespace, type Kind } from "../kind";

/** The inputs as an object that the API server is sent: without marks of secrets, and without what is null. */
export function objectOf(kind: Kind, inputs: PropertyMap): KubernetesObject {
  const { metadata, ...fields } = withoutNulls(revealedMap(inputs));
  const { name, namespace, ...rest } = isPropertyMap(metadata) ? metadata : {};
  const place = typeof namespace === "string" ? namespace : defaultNamespace(kind);
  return {
    ...fields,
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: { ...rest, name: typeof name === "string" ? name : "", ...(place === undefined ? {} : { namespace: place }) },
  };
}

/** What the API server has. */
export function propertiesOf(object: KubernetesObject): PropertyMap {
  return toPropertyMap(object);
}

export function referenceOf({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): ObjectReference {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Reads an id of the provider: `namespace/name`, or the name alone. */
export function referenceOfId({ apiVersion, kind }: Kind, id: string): ObjectReference {
  const slash = id.lastIndexOf("/");
  return { apiVersion, kind, name: id.slice(slash + 1), ...(slash < 0 ? {} : { namespace: id.slice(0, slash) }) };
}

/** `apps/v1 Deployment media/plex`, for messages. */
export function describeObject({ apiVersion, kind, name, namespace }: ObjectReference): string {
  return `${apiVersion} ${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

export function annotationOf(inputs: PropertyMap, key: string): string | undefined {
  const value = valueAt(revealedMap(inputs), ["metadata", "annotations", key]);
  return typeof value === "string" ? value : undefined;
}

/**
 * Owner of the fields that a resource applies. The provider draws a suffix once and keeps it in the state; here it
 * follows from the URN, so that it is the same without a state.
 */
export function fieldManagerOf(urn: string, inputs: PropertyMap): string {
  const suffix = createHash("sha256").update(urn).digest("hex").slice(0, 8);
  return annotationOf(inputs, "pulumi.com/patchFieldManager") ?? `pulumi-kubernetes-${suffix}`;
}

/** Whether anything in it is not known before an update. */
export function hasUnknown(value: PropertyValue): boolean {
  if (Array.isArray(value)) {
    return value.some((item: PropertyValue) => hasUnknown(item));
  }
  return isPropertyMap(value) ? Object.values(value).some(hasUnknown) : isUnknown(value);
}

function withoutNulls(map: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(map).flatMap(([key, value]) => (value === null ? [] : [[key, cleaned(value)]])));
}

function cleaned(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) {
    return value.map((item: PropertyValue) => cleaned(item));
  }
  return isPropertyMap(value) ? withoutNulls(value) : value;
}
