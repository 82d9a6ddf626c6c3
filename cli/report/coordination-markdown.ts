import type { CoordinationMatrix } from "../../infra/workloads/coordination-document";
import { coordinationColumns, coordinationRows, coordinationSummary } from "./coordination";
import { escapeCell } from "./escape-cell";

/** Who may touch what, as Markdown. */
export function renderCoordinationMarkdown(matrix: CoordinationMatrix): string {
  const columns = coordinationColumns(matrix);
  const rows = coordinationRows(matrix).map(({ workloads, cells }) => [
    workloads.map(escapeCell).join("<br>"),
    ...cells.map(({ allowed, text }) => (allowed ? escapeCell(text) : `*no: ${escapeCell(text)}*`)),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    `## Coordination of \`${matrix.stack}\``,
    coordinationSummary(matrix),
    [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n"),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}
