import { z } from "zod";
import type { Finding } from "../diagnostics/finding";
import { findingsOf } from "./findings";
import { renderValue, rowName } from "./render";

/** A parsed input, or what is wrong with it. `value` is there exactly when nothing is. */
export interface Parsed<T> {
  readonly value?: T;
  readonly findings: readonly Finding[];
}

/** A parsed table. The rows that are right are there even when others are wrong, so that they can be checked further. */
export interface ParsedRows<T> {
  readonly rows: readonly T[];
  /** What every row calls itself, the wrong ones included: a reference to one of those is not dangling. */
  readonly names: readonly string[];
  readonly findings: readonly Finding[];
}

/** Reads one value. `path` is where it stands, empty for the root. */
export function parseValue<S extends z.ZodType>(schema: S, input: unknown, path: string): Parsed<z.output<S>> {
  const result = schema.safeParse(input);
  return result.success ? { value: result.data, findings: [] } : { findings: findingsOf(result.error, schema, input, path) };
}

/** Reads a list row by row. `table` is its path: `workloads`. */
export function parseRows<S extends z.ZodType>(rowSchema: S, input: unknown, table: string): ParsedRows<z.output<S>> {
  const list = z.array(z.unknown()).safeParse(input);
  if (!list.success) {
    return {
      rows: [],
      names: [],
      findings: [
        input === undefined
          ? { path: table, message: "is missing" }
          : { path: table, message: "must be a list", value: renderValue(input) },
      ],
    };
  }
  const rows: z.output<S>[] = [];
  const findings: Finding[] = [];
  for (const [index, row] of list.data.entries()) {
    const parsed = parseValue(rowSchema, row, `${table}[${rowName(row) ?? index}]`);
    if (parsed.value !== undefined) {
      rows.push(parsed.value);
    }
    findings.push(...parsed.findings);
  }
  return { rows, names: list.data.flatMap((row) => rowName(row) ?? []), findings };
}
