import { z } from "zod";
import { stackConfigSchema } from "./config";
import { booleanKeys, numberKeys } from "./config-keys";
import { failureTableSchema } from "./failures-json-schema";
import { coordinationSchema } from "./coordination-json-schema";
import { movePlanSchema } from "./moves-json-schema";
import { planDocumentSchema } from "./plan-json-schema";

type JsonSchema = z.core.JSONSchema.BaseSchema;

const draft = "http://json-schema.org/draft-07/schema#";

/**
 * The JSON Schema of a whole `Pulumi.<stack>.yaml`, for completion and checks in editors: Berth's own settings are
 * described one by one, those of Pulumi and of other providers are let through.
 */
export function stackFileJsonSchema(): JsonSchema {
  const settings = z.toJSONSchema(stackConfigSchema, { io: "input", target: "draft-7" }).properties ?? {};
  return {
    $schema: draft,
    title: "Configuration of a Berth stack (Pulumi.<stack>.yaml)",
    type: "object",
    properties: {
      config: {
        type: "object",
        description: "Settings by namespace and name.",
        properties: Object.fromEntries(Object.entries(settings).map(([key, schema]) => [`berth:${key}`, asWritten(key, schema)])),
        patternProperties: { "^(?!berth:)[^:]+:.+$": { description: "A setting of another provider." } },
        additionalProperties: false,
      },
      environment: { description: "Pulumi ESC environments to import." },
      secretsprovider: { type: "string", description: "Who encrypts the secrets; written by Pulumi." },
      encryptedkey: { type: "string", description: "Written by Pulumi." },
      encryptionsalt: { type: "string", description: "Written by Pulumi." },
    },
    additionalProperties: false,
  };
}

/** The JSON Schema of what `plan --json` prints. */
export function planJsonSchema(): JsonSchema {
  return documentJsonSchema(planDocumentSchema, "Placement plan of a Berth stack (plan --json)");
}

/** The JSON Schema of what `plan --failures --json` prints. */
export function failuresJsonSchema(): JsonSchema {
  return documentJsonSchema(failureTableSchema, "What the loss of each node of a Berth stack means (plan --failures --json)");
}

/** The JSON Schema of what `plan --moves --json` prints. */
export function movesJsonSchema(): JsonSchema {
  return documentJsonSchema(movePlanSchema, "How a placement plan of a Berth stack is carried out (plan --moves --json)");
}

/** The JSON Schema of what `plan --coordination --json` prints. */
export function coordinationJsonSchema(): JsonSchema {
  return documentJsonSchema(coordinationSchema, "Who may touch the workloads of a Berth stack (plan --coordination --json)");
}

/** The JSON Schema of a document that a command prints. */
export function documentJsonSchema(document: z.ZodType, title: string): JsonSchema {
  const schema = z.toJSONSchema(document, {
    target: "draft-7",
    // That our types are read-only says nothing to a reader of the JSON.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return { ...schema, title };
}

/** `pulumi config set` quotes truth values and numbers. */
function asWritten(key: string, schema: z.core.JSONSchema._JSONSchema): z.core.JSONSchema._JSONSchema {
  if (numberKeys.includes(key) && typeof schema !== "boolean") {
    const { description, ...number } = schema;
    return { ...(description === undefined ? {} : { description }), anyOf: [number, { type: "string", pattern: "^[0-9]+$" }] };
  }
  return booleanKeys.includes(key) ? quotable(schema) : schema;
}

function quotable(schema: z.core.JSONSchema._JSONSchema): JsonSchema {
  const rest = typeof schema === "boolean" ? {} : Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== "type"));
  return { ...rest, enum: [true, false, "true", "false"] };
}
