import type { CoordinationMatrix } from "../../infra/workloads/coordination-document";
import { coordinationColumns, coordinationRows, coordinationSummary } from "./coordination";
import { paint, plainTable } from "./terminal-text";

/** Widest a cell may be: five actors and the names fit a terminal of 160 columns; longer text goes on below. */
const cellWidth = 24;

/** Who may touch what, as a person reads it in a terminal: what is not allowed is dim. */
export function renderCoordination(matrix: CoordinationMatrix): string {
  const columns = coordinationColumns(matrix);
  const table = plainTable(
    [...columns],
    columns.map(() => "left"),
  );
  for (const { workloads, cells } of coordinationRows(matrix)) {
    const texts = cells.map(({ allowed, text }) =>
      linesOf(allowed ? text : `no: ${text}`)
        .map((line) => paint(allowed ? "green" : "dim", line))
        .join("\n"),
    );
    table.push([workloads.join("\n"), ...texts]);
  }
  return `${paint("bold", matrix.stack)}  ${coordinationSummary(matrix)}\n\n${table.toString()}\n`.replaceAll(/ +$/gm, "");
}

function linesOf(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length === 0 || longer.length > cellWidth) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = longer;
    }
  }
  return lines;
}
