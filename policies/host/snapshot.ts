import { UnknownValueError } from "@pulumi/policy";
import { unknownValue } from "../model/properties";

/**
 * Whether there is anything to judge. Of a resource whose provider it cannot configure yet, because its kubeconfig is an
 * output of the same preview, the engine shows no property at all to policies of the stack; those of single resources see
 * its inputs, and the tables behind it were judged when they were loaded.
 */
export function isKnown(properties: object): boolean {
  return Object.keys(properties).length > 0;
}

/**
 * A plain copy of the properties that Pulumi hands to a policy. Reading an unknown value there throws; here it becomes
 * `unknownValue`, so that one unknown does not hide everything else.
 */
export function snapshotOf(properties: unknown): unknown {
  if (Array.isArray(properties)) {
    return Array.from({ length: properties.length }, (_, index) => known(() => properties[index] as unknown));
  }
  if (typeof properties !== "object" || properties === null) {
    return properties;
  }
  return Object.fromEntries(Object.keys(properties).map((key) => [key, known(() => Reflect.get(properties, key) as unknown)]));
}

function known(read: () => unknown): unknown {
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return unknownValue;
    }
    throw error;
  }
  return snapshotOf(value);
}
