import { z } from "zod";

/**
 * The fields that an object at `path` inside `input` may have, for saying which one a misspelt field was meant to be.
 * Where a union leaves a choice, only the members that the input's discriminator names count.
 */
export function knownFields(schema: z.core.$ZodType, input: unknown, path: readonly PropertyKey[]): readonly string[] {
  const members = expand(schema, input);
  const [key, ...rest] = path;
  if (key === undefined) {
    return [...new Set(members.flatMap((member) => (member instanceof z.ZodObject ? Object.keys(member.shape) : [])))];
  }
  const child = childOf(input, key);
  return [...new Set(members.flatMap((member) => childSchemas(member, key)).flatMap((next) => knownFields(next, child, rest)))];
}

/** What stands under `key` in a value of unknown shape. */
export function childOf(input: unknown, key: PropertyKey): unknown {
  return typeof input === "object" && input !== null ? Reflect.get(input, key) : undefined;
}

function childSchemas(schema: z.core.$ZodType, key: PropertyKey): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<PropertyKey, z.core.$ZodType | undefined>> = schema.shape;
    const field = shape[key];
    return field === undefined ? [] : [field];
  }
  if (schema instanceof z.ZodArray) {
    return [schema.element];
  }
  return schema instanceof z.ZodRecord ? [schema.valueType] : [];
}

/** Takes wrappers such as optional and default off, and unions apart. */
function expand(schema: z.core.$ZodType, input: unknown): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) {
    return expand(schema.unwrap(), input);
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    return schema.options.filter((option) => isChosen(option, discriminator, input)).flatMap((option) => expand(option, input));
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => expand(option, input));
  }
  return [schema];
}

function isChosen(option: z.core.$ZodType, discriminator: string, input: unknown): boolean {
  return childSchemas(option, discriminator).some((schema) => z.safeParse(schema, childOf(input, discriminator)).success);
}
