import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { UserError } from "../../infra/diagnostics/user-error";
import {
  coordinationJsonSchema,
  documentJsonSchema,
  failuresJsonSchema,
  movesJsonSchema,
  planJsonSchema,
  stackFileJsonSchema,
} from "../../infra/stack/json-schema";
import { rehearsalSchema } from "../../rehearsal/report/rehearsal-document";

/** The JSON Schemas that are generated from the types, by their path in the project. */
function generatedSchemas(): Readonly<Record<string, object>> {
  return {
    "schema/stack-config.schema.json": stackFileJsonSchema(),
    "schema/plan.schema.json": planJsonSchema(),
    "schema/failures.schema.json": failuresJsonSchema(),
    "schema/moves.schema.json": movesJsonSchema(),
    "schema/coordination.schema.json": coordinationJsonSchema(),
    "schema/rehearsal.schema.json": documentJsonSchema(rehearsalSchema, "What a rehearsal of a Berth stack found (rehearse --json)"),
  };
}

export function defineSchemaCommand(): Command {
  return new Command("schema")
    .description("Write the JSON Schemas that editors and readers of `plan --json` use.")
    .option("--check", "write nothing; fail when a schema is not up to date")
    .action((options: { readonly check?: true }) => {
      const stale: string[] = [];
      for (const [path, schema] of Object.entries(generatedSchemas())) {
        const absolute = join(process.cwd(), path);
        const text = `${JSON.stringify(schema, null, 2)}\n`;
        const current = existsSync(absolute) ? readFileSync(absolute, "utf8") : undefined;
        if (current === text) {
          continue;
        }
        if (options.check === true) {
          stale.push(path);
        } else {
          writeFileSync(absolute, text);
          process.stdout.write(`wrote ${path}\n`);
        }
      }
      if (stale.length > 0) {
        throw new UserError(
          "generated schemas are not up to date",
          stale.map((path) => ({ path, message: "differs from the types", fix: "run npm run schema and commit the result" })),
        );
      }
    });
}
