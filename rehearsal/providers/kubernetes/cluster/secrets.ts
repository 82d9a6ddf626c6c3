import { isPropertyMap, isSecret, type PropertyMap, type PropertyValue, revealed, secret } from "../../property-value";

/**
 * Marks as secret what is secret in the inputs, and all that a Secret holds: what comes from the API server has no marks,
 * and would stand in the state as plain text.
 */
export function withSecretsOf(inputs: PropertyMap, outputs: PropertyMap, kind?: string): PropertyMap {
  const marked = mark(inputs, outputs);
  const map = isPropertyMap(marked) ? marked : outputs;
  if (kind !== "Secret") {
    return map;
  }
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, ["data", "stringData"].includes(key) ? secret(revealed(value)) : value]),
  );
}

function mark(input: PropertyValue | undefined, output: PropertyValue): PropertyValue {
  if (input === undefined) {
    return output;
  }
  if (isSecret(input)) {
    return secret(output);
  }
  if (Array.isArray(input) && Array.isArray(output)) {
    const items: readonly PropertyValue[] = input;
    return output.map((item: PropertyValue, index) => mark(items[index], item));
  }
  if (isPropertyMap(input) && isPropertyMap(output)) {
    return Object.fromEntries(Object.entries(output).map(([key, value]) => [key, mark(input[key], value)]));
  }
  return output;
}
