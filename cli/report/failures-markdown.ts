import type { FailureTable } from "../../infra/placement/what-if/failure-document";
import { escapeCell } from "./escape-cell";
import { failureCells, failureColumns, failureGroups, failureName } from "./failures";
import { assumed } from "./format";

/** What the loss of each node means, as Markdown: a table, and the workloads of each loss folded away. */
export function renderFailuresMarkdown(table: FailureTable): string {
  const rows = [failureColumns, failureColumns.map((_, column) => (column === 0 || column === failureColumns.length - 1 ? "---" : "---:"))];
  const overview = [...rows, ...table.failures.map(failureCells)].map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`).join("\n");
  const losses = table.failures.map((failure) =>
    [
      `<details><summary>Without ${failureName(failure)}</summary>`,
      "",
      ...(failure.controlPlaneWorks
        ? []
        : ["Too few control planes are left: what runs elsewhere runs on, and nothing new is scheduled.", ""]),
      ...failureGroups(failure).flatMap(({ title, entries }) => [
        `- **${title}**`,
        ...entries.map(({ workloads, explanation }) => `  - ${workloads.join(", ")}: ${explanation}`),
      ]),
      "",
      "</details>",
    ].join("\n"),
  );
  return `${[`## Loss of each node of \`${table.stack}\`${assumed(table)}`, overview, ...losses].join("\n\n")}\n`;
}
