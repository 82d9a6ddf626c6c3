import { formatPath, type Path } from "../diff";
import { isPropertyMap, isUnknown, type PropertyMap, type PropertyValue, valueAt } from "../property-value";
import type { CheckFailure } from "../stand-in";
import type { Kind } from "./kind";

/** RFC 1123 subdomain: what most kinds take as a name. RBAC kinds take any path segment, such as `system:node`. */
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const pathSegment = /^[^/%]+$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const labelName = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const maximumNameLength = 253;
const maximumLabelLength = 63;

/** What the API server refuses in any object, found without one: identity, names, labels and annotations. */
export function checkObject(kind: Kind, object: PropertyMap): readonly CheckFailure[] {
  return [
    ...checkLiteral(object, ["apiVersion"], kind.apiVersion),
    ...checkLiteral(object, ["kind"], kind.kind),
    ...checkName(kind, valueAt(object, ["metadata", "name"])),
    ...checkNamespace(valueAt(object, ["metadata", "namespace"])),
    ...checkLabels(object, ["metadata", "labels"]),
    ...checkAnnotations(object, ["metadata", "annotations"]),
    ...checkLabels(object, ["spec", "template", "metadata", "labels"]),
    ...checkSelector(kind, object),
  ];
}

function checkLiteral(object: PropertyMap, path: Path, expected: string): readonly CheckFailure[] {
  const value = valueAt(object, path);
  if (value === undefined) {
    return [{ property: formatPath(path), reason: `is required and must be ${expected}` }];
  }
  return value === expected || isUnknown(value)
    ? []
    : [{ property: formatPath(path), reason: `must be ${expected}, found ${JSON.stringify(value)}` }];
}

function checkName(kind: Kind, name: PropertyValue | undefined): readonly CheckFailure[] {
  if (name === undefined || isUnknown(name)) {
    return [];
  }
  const pattern = /^(?:Cluster)?Role(?:Binding)?$/.test(kind.kind) ? pathSegment : subdomain;
  const valid = typeof name === "string" && name.length <= maximumNameLength && pattern.test(name);
  return valid
    ? []
    : [
        {
          property: "metadata.name",
          reason: `${JSON.stringify(name)} is no valid name: lower case letters, digits, "-" and ".", at most ${maximumNameLength}`,
        },
      ];
}

function checkNamespace(namespace: PropertyValue | undefined): readonly CheckFailure[] {
  if (namespace === undefined || isUnknown(namespace)) {
    return [];
  }
  const valid =
    typeof namespace === "string" && namespace.length <= maximumLabelLength && subdomain.test(namespace) && !namespace.includes(".");
  return valid
    ? []
    : [
        {
          property: "metadata.namespace",
          reason: `${JSON.stringify(namespace)} is no valid namespace: lower case letters, digits and "-", at most ${maximumLabelLength}`,
        },
      ];
}

function checkLabels(object: PropertyMap, path: Path): readonly CheckFailure[] {
  return stringEntries(object, path).flatMap(([key, value]) => {
    const property = formatPath([...path, key]);
    if (typeof value !== "string") {
      return [{ property, reason: `must be a string, found ${JSON.stringify(value)}` }];
    }
    const valid = isUnknown(value) || (value.length <= maximumLabelLength && labelValue.test(value));
    return [
      ...checkKey(property, key),
      ...(valid
        ? []
        : [
            {
              property,
              reason: `${JSON.stringify(value)} is no valid label value: letters, digits, "-", "_" and ".", at most ${maximumLabelLength}`,
            },
          ]),
    ];
  });
}

function checkAnnotations(object: PropertyMap, path: Path): readonly CheckFailure[] {
  return stringEntries(object, path).flatMap(([key, value]) => {
    const property = formatPath([...path, key]);
    return [
      ...checkKey(property, key),
      ...(typeof value === "string" ? [] : [{ property, reason: `must be a string, found ${JSON.stringify(value)}` }]),
    ];
  });
}

function checkKey(property: string, key: string): readonly CheckFailure[] {
  const slash = key.lastIndexOf("/");
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const valid =
    name.length <= maximumLabelLength &&
    labelName.test(name) &&
    (prefix === undefined || (prefix.length <= maximumNameLength && subdomain.test(prefix)));
  return valid
    ? []
    : [
        {
          property,
          reason: `${JSON.stringify(key)} is no valid key: an optional DNS prefix and "/", then letters, digits, "-", "_" and "."`,
        },
      ];
}

/** A workload's selector has to match the labels of its own pods. */
function checkSelector(kind: Kind, object: PropertyMap): readonly CheckFailure[] {
  if (kind.patch || !["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].includes(kind.kind)) {
    return [];
  }
  const wanted = valueAt(object, ["spec", "selector", "matchLabels"]);
  const labels = valueAt(object, ["spec", "template", "metadata", "labels"]) ?? {};
  if (!isPropertyMap(wanted) || !isPropertyMap(labels)) {
    return [];
  }
  return Object.entries(wanted).flatMap(([key, value]) => {
    const actual = labels[key];
    if (actual === value || isUnknown(value) || (actual !== undefined && isUnknown(actual))) {
      return [];
    }
    return [
      {
        property: formatPath(["spec", "selector", "matchLabels", key]),
        reason: `does not match the pod template's label ${key}=${actual === undefined ? "(none)" : JSON.stringify(actual)}`,
      },
    ];
  });
}

function stringEntries(object: PropertyMap, path: Path): readonly (readonly [string, PropertyValue])[] {
  const map = valueAt(object, path);
  return isPropertyMap(map) ? Object.entries(map) : [];
}
