import { type PolicyConfigSchema } from "@pulumi/policy";
import { type PolicyConfigJSONSchema, type PolicyConfigJSONSchemaType, type PolicyConfigJSONSchemaTypeName } from "@pulumi/policy/schema";
import { z } from "zod";
import { type Rule } from "../rule";

/** A rule's configuration in the dialect of JSON Schema that Pulumi validates, and whose defaults it fills in. */
export function policyConfigSchema({ configSchema }: Pick<Rule, "configSchema">): PolicyConfigSchema {
  return {
    properties: Object.fromEntries(
      Object.entries<z.core.$ZodType>(configSchema.shape).map(([name, field]) => [name, translatedField(field)]),
    ),
  };
}

/** By field: every rule has the same one for its exemptions. */
const known = new WeakMap<z.core.$ZodType, PolicyConfigJSONSchema>();

function translatedField(field: z.core.$ZodType): PolicyConfigJSONSchema {
  const schema = known.get(field) ?? translated(z.toJSONSchema(field, { io: "input", target: "draft-7" }));
  known.set(field, schema);
  return schema;
}

const typeNames: readonly PolicyConfigJSONSchemaTypeName[] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** The keywords that the rules' settings use; Pulumi's type knows no others of theirs. */
function translated(schema: unknown): PolicyConfigJSONSchema {
  const keywords: ReadonlyMap<string, unknown> = new Map(typeof schema === "object" && schema !== null ? Object.entries(schema) : []);
  const result: PolicyConfigJSONSchema = {};
  const type = typeNames.find((name) => name === keywords.get("type"));
  if (type !== undefined) {
    result.type = type;
  }
  for (const keyword of ["description", "pattern"] as const) {
    const value = keywords.get(keyword);
    if (typeof value === "string") {
      result[keyword] = value;
    }
  }
  const minLength = keywords.get("minLength");
  if (typeof minLength === "number") {
    result.minLength = minLength;
  }
  const required = keywords.get("required");
  if (Array.isArray(required)) {
    result.required = required.map(String);
  }
  const fallback = keywords.get("default");
  if (isJson(fallback)) {
    result.default = fallback;
  }
  if (keywords.has("items")) {
    result.items = translated(keywords.get("items"));
  }
  if (keywords.get("additionalProperties") === false) {
    result.additionalProperties = false;
  }
  const properties = keywords.get("properties");
  if (typeof properties === "object" && properties !== null) {
    result.properties = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, translated(property)]));
  }
  return result;
}

function isJson(value: unknown): value is PolicyConfigJSONSchemaType {
  if (Array.isArray(value)) {
    return value.every(isJson);
  }
  return value === null || ["boolean", "number", "string", "object"].includes(typeof value);
}
