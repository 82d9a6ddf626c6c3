import { UserError } from "../../../infra/diagnostics/user-error";

/** One line of a table: its fields by column, and where it stands, for messages. */
export interface CsvRow {
  /** `openb_pod_list_default.csv:17`, counted from 1 with the header. */
  readonly place: string;
  readonly text: (column: string) => string;
  /** A whole number of at least 0. */
  readonly count: (column: string) => number;
  /** Any decimal number. */
  readonly decimal: (column: string) => number;
}

/**
 * Reads a table without quoted fields, as all of the data set's are. Columns that are not asked for are not read.
 * @throws UserError when a column that is needed is missing or a number is none.
 */
export function readCsv(text: string, file: string, columns: readonly string[]): CsvRow[] {
  const [header = "", ...lines] = text.split(/\r?\n/);
  const names = header.split(",");
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new UserError(
      `${file} is not the table that the benchmark knows.`,
      missing.map((column) => ({
        path: `${file}:1`,
        message: `the column ${column} is missing`,
        value: header,
        fix: "take the file from the data set",
      })),
    );
  }
  return lines.flatMap((line, index) => (line === "" ? [] : [csvRow(line.split(","), names, `${file}:${index + 2}`)]));
}

function csvRow(fields: readonly string[], names: readonly string[], place: string): CsvRow {
  const field = (column: string): string => fields[names.indexOf(column)] ?? "";
  const number = (column: string, pattern: RegExp, what: string): number => {
    const value = field(column);
    if (!pattern.test(value)) {
      throw new UserError("A table of the data set cannot be read.", [
        { path: `${place} ${column}`, message: `is not ${what}`, value: `"${value}"` },
      ]);
    }
    return Number(value);
  };
  return {
    place,
    text: field,
    count: (column) => number(column, /^\d+$/, "a whole number"),
    decimal: (column) => number(column, /^-?\d+(\.\d+)?$/, "a number"),
  };
}
