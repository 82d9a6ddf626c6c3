import { isPropertyMap, isUnknown, type PropertyMap, revealedMap } from "../property-value";
import { isRelease } from "./helm-release";

/** The id that the provider gives: `namespace/name`, or the name alone; empty while the name is not known. */
export function objectId(type: string, outputs: PropertyMap): string {
  const properties = revealedMap(outputs);
  const identity = isRelease(type) ? properties : properties["metadata"];
  if (!isPropertyMap(identity)) {
    return "";
  }
  const { namespace, name } = identity;
  if (typeof name !== "string" || isUnknown(name)) {
    return "";
  }
  return typeof namespace === "string" && namespace !== "" ? `${namespace}/${name}` : name;
}
