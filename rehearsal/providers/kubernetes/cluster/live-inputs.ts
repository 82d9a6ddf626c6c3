import { isPropertyMap, type PropertyMap, type PropertyValue, revealedMap } from "../../property-value";

/**
 * The fields that a resource's inputs name, with the values that they have on the cluster: what a refresh puts into the
 * state, so that the next update finds what was changed there. A field that is gone is left out; what the API server or
 * a controller has added is no drift.
 */
export function liveInputs(inputs: PropertyMap, live: PropertyMap): PropertyMap {
  const wanted = revealedMap(inputs);
  const found = pickMap(wanted, live);
  // The API server keeps what `stringData` says under `data`, encoded.
  const encoded = isPropertyMap(wanted["stringData"]) ? decodedData(wanted["stringData"], live["data"]) : undefined;
  return encoded === undefined ? found : { ...found, stringData: encoded };
}

function pickMap(wanted: PropertyMap, live: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, value]) => {
      const found = live[key];
      if (found === undefined) {
        // The API server leaves out what is as it would be without being said.
        return isZero(value) ? [[key, value]] : [];
      }
      return [[key, pick(value, found)]];
    }),
  );
}

function pick(wanted: PropertyValue, live: PropertyValue): PropertyValue {
  if (isPropertyMap(wanted) && isPropertyMap(live)) {
    return pickMap(wanted, live);
  }
  return Array.isArray(wanted) && Array.isArray(live) ? pickList(wanted, live) : live;
}

/** Items that have a name are the same by it, as in a pod's containers; others by their place. */
function pickList(wanted: readonly PropertyValue[], live: readonly PropertyValue[]): PropertyValue {
  const names = wanted.map(nameOf);
  if (names.length > 0 && names.every((name) => name !== undefined)) {
    return wanted.flatMap((item, index) => {
      const found = live.find((other) => nameOf(other) === names[index]);
      return found === undefined ? [] : [pick(item, found)];
    });
  }
  return live.map((item, index) => {
    const counterpart = wanted[index];
    return counterpart === undefined ? item : pick(counterpart, item);
  });
}

function nameOf(item: PropertyValue): string | undefined {
  const name = isPropertyMap(item) ? item["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}

function isZero(value: PropertyValue): boolean {
  return typeof value === "object" && value !== null ? Object.keys(value).length === 0 : !value;
}

function decodedData(wanted: PropertyMap, data: PropertyValue | undefined): PropertyMap {
  const encoded = isPropertyMap(data) ? data : {};
  return Object.fromEntries(
    Object.keys(wanted).flatMap((key) => {
      const value = encoded[key];
      return typeof value === "string" ? [[key, Buffer.from(value, "base64").toString("utf8")]] : [];
    }),
  );
}
