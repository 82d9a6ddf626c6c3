import type { z } from "zod";
import { formatPath } from "./diff";
import { isUnknown, type PropertyMap, valueAt } from "./property-value";
import type { CheckFailure } from "./stand-in";

/**
 * Checks properties against a schema. What concerns a value that is not known yet is left for later.
 *
 * @param properties Without secret markers.
 */
export function checkSchema(schema: z.ZodType, properties: PropertyMap): readonly CheckFailure[] {
  const { error } = schema.safeParse(properties);
  return (error?.issues ?? []).flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    const reachesUnknown = path.some((_, index) => {
      const value = valueAt(properties, path.slice(0, index + 1));
      return value !== undefined && isUnknown(value);
    });
    if (reachesUnknown) {
      return [];
    }
    const missing = valueAt(properties, path) === undefined && path.length > 0;
    return [{ property: formatPath(path), reason: missing ? "is required" : issue.message }];
  });
}
