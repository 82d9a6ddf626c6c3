import type { DrillReport, RehearsalReport } from "../../../rehearsal/report/rehearsal-document";
import { escapeCell } from "../escape-cell";
import {
  drillCells,
  drillColumns,
  findingSentence,
  nodeCells,
  nodeColumns,
  rehearsalVerdict,
  settingSentence,
  timeSentence,
  workloadCells,
  workloadColumns,
} from "./rehearsal-rows";

/** A rehearsal as a summary that fits a pull request. */
export function renderRehearsalMarkdown(report: RehearsalReport): string {
  return `${[
    `## Rehearsal of \`${report.stack}\`: ${rehearsalVerdict(report)}`,
    `${settingSentence(report)}.`,
    table(drillColumns, report.drills.map(drillCells)),
    ...report.drills.flatMap(findings),
    folded("Where each workload is", table(workloadColumns, report.workloads.map(workloadCells))),
    folded("What each node carries", table(nodeColumns, report.nodes.map(nodeCells))),
    ...(report.standIns.length === 0
      ? []
      : [folded("Stand-ins", report.standIns.map(({ name, what }) => `- **${escapeCell(name)}**: ${escapeCell(what)}`).join("\n"))]),
    `${timeSentence(report)}.`,
  ].join("\n\n")}\n`;
}

function findings({ name, findings: found, facts }: DrillReport): readonly string[] {
  const lines = [...found.map(findingSentence), ...facts.map(({ label, value }) => `${label}: ${value}`)];
  return lines.length === 0 ? [] : [`**${name}**\n\n${lines.map((line) => `- ${escapeCell(line)}`).join("\n")}`];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => "---"), ...rows.map((row) => row.map(escapeCell))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
