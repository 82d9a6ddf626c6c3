import { z } from "zod";
import { stackConfigSchema } from "./config";

/** Names of the settings that are true or false. */
export const booleanKeys: readonly string[] = keysOf(z.ZodBoolean);

/** Names of the settings that are numbers. */
export const numberKeys: readonly string[] = keysOf(z.ZodNumber);

function keysOf(kind: typeof z.ZodBoolean | typeof z.ZodNumber): readonly string[] {
  return Object.entries(stackConfigSchema.shape).flatMap(([key, schema]) => (innermost(schema) instanceof kind ? [key] : []));
}

function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? innermost(schema.unwrap()) : schema;
}
