import type { Migration } from "../../infra/migration/migration-document";
import { migrationColumns, migrationNotes, migrationRows } from "./migration";
import { paint, plainTable, wrap } from "./terminal-text";

/** A migration as a person reads it in a terminal: a table of moments, then what to know about each phase. */
export function renderMigration(migration: Migration): string {
  const table = plainTable([...migrationColumns], ["right", "left", "left", "left", "right", "left", "left", "left"]);
  table.push(...migrationRows(migration).map((row) => [...row]));
  const notes = migrationNotes(migration)
    .filter(({ sentences }) => sentences.length > 0)
    .map(({ phase, title, sentences }) =>
      [
        paint("bold", phase === 0 ? title : `phase ${phase}: ${title}`),
        ...sentences.flatMap((sentence) => wrap(sentence.split(" "), " ", "  ")),
      ].join("\n"),
    );
  return `${[`${paint("bold", migration.stack)}  from ${migration.from} to ${migration.to}`, table.toString(), ...notes].join("\n\n")}\n`;
}
