/** A property as it travels between the engine and a provider: JSON, with secrets and unknowns marked by sentinels. */
export type PropertyValue = null | boolean | number | string | readonly PropertyValue[] | PropertyMap;
export interface PropertyMap {
  readonly [key: string]: PropertyValue;
}

/** Sentinels of Pulumi's wire format (sdk/proto, "Properties"): the key that marks a special object, and its values. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** One per type that an unknown value will have. */
const unknownSentinels: ReadonlySet<PropertyValue> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export function isPropertyMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isUnknown(value: PropertyValue): boolean {
  return unknownSentinels.has(value);
}

/** Marks a value as secret for the engine, which then encrypts it in the state and masks it in every output. */
export function secret(value: PropertyValue): PropertyMap {
  return { [signatureKey]: secretSignature, value };
}

export function isSecret(value: PropertyValue): boolean {
  return isPropertyMap(value) && value[signatureKey] === secretSignature;
}

/** The value without its secret markers, at any depth. For checking and comparing; never for showing. */
export function revealed(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) {
    return value.map((item: PropertyValue) => revealed(item));
  }
  if (!isPropertyMap(value)) {
    return value;
  }
  const signature = value[signatureKey];
  if (signature === secretSignature || signature === outputSignature) {
    return revealed(value["value"] ?? null);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
}

/** Like `revealed`, for a resource's whole property bag. */
export function revealedMap(properties: PropertyMap): PropertyMap {
  const value = revealed(properties);
  return isPropertyMap(value) ? value : {};
}

/** The value at a path of keys and indexes in a revealed value, or undefined where there is none. */
export function valueAt(root: PropertyValue, path: readonly (string | number)[]): PropertyValue | undefined {
  let value: PropertyValue | undefined = root;
  for (const step of path) {
    if (Array.isArray(value)) {
      const items: readonly PropertyValue[] = value;
      value = items[Number(step)];
    } else if (isPropertyMap(value)) {
      value = value[String(step)];
    } else {
      return undefined;
    }
  }
  return value;
}

/** Reads what the transport decoded; anything that is not JSON there is a fault of the transport. */
export function toPropertyMap(decoded: unknown): PropertyMap {
  const value = toPropertyValue(decoded);
  if (!isPropertyMap(value)) {
    throw new Error("the engine sent properties that are not a map");
  }
  return value;
}

function toPropertyValue(decoded: unknown): PropertyValue {
  if (decoded === null || typeof decoded === "boolean" || typeof decoded === "number" || typeof decoded === "string") {
    return decoded;
  }
  if (Array.isArray(decoded)) {
    return decoded.map(toPropertyValue);
  }
  if (typeof decoded === "object") {
    return Object.fromEntries(Object.entries(decoded).map(([key, item]: [string, unknown]) => [key, toPropertyValue(item)]));
  }
  throw new Error(`the engine sent a ${typeof decoded}, which no property can be`);
}
