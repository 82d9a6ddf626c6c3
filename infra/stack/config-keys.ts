import { z } from "zod";
import { stackConfigSchema } from "./config";

/** Names of the settings that are true or false. */
export const booleanKeys: readonly string[] = Object.entries(stackConfigSchema.shape).flatMap(([key, schema]) =>
  innermost(schema) instanceof z.ZodBoolean ? [key] : [],
);

function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? innermost(schema.unwrap()) : schema;
}
