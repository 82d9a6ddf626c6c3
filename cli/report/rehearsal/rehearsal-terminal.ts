import type { DrillReport, RehearsalReport } from "../../../rehearsal/report/rehearsal-document";
import { count } from "../format";
import { paint, plainTable, type Style, wrap } from "../terminal-text";
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

/** Findings of one drill that a terminal shows; the other forms of the report have them all. */
const shownFindings = 12;

const styles: Readonly<Record<DrillReport["outcome"], Style>> = { held: "green", broken: "red", skipped: "yellow" };

/** A rehearsal as a person reads it in a terminal. */
export function renderRehearsal(report: RehearsalReport): string {
  const sections = [
    `${paint("bold", report.stack)}  ${paint(report.holds ? "green" : "red", rehearsalVerdict(report))}\n${paint("dim", settingSentence(report))}`,
    drillTable(report.drills),
    ...report.drills.map(findings),
    workloadTable(report),
    nodeTable(report),
    standIns(report),
    paint("dim", timeSentence(report)),
  ];
  // Tables pad their last column.
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`.replaceAll(/ +$/gm, "");
}

function drillTable(drills: readonly DrillReport[]): string {
  const table = plainTable([...drillColumns], ["left", "left", "right", "left"]);
  for (const drill of drills) {
    const [name = "", outcome = "", ...rest] = drillCells(drill);
    table.push([paint("bold", name), paint(styles[drill.outcome], outcome), ...rest]);
  }
  return table.toString();
}

function findings({ name, findings: found, facts }: DrillReport): string {
  const lines = [
    ...found.slice(0, shownFindings).flatMap((finding) => wrap(findingSentence(finding).split(" "), " ", "  ", "    ")),
    ...(found.length > shownFindings ? [paint("dim", `  and ${found.length - shownFindings} more: --json has them all`)] : []),
    ...facts.flatMap(({ label, value }) => wrap(`${label}: ${value}`.split(" "), " ", "  ", "    ").map((line) => paint("dim", line))),
  ];
  return lines.length === 0 ? "" : [paint("bold", name), ...lines].join("\n");
}

/** Only what is not as planned; all of it when everything is would say nothing. */
function workloadTable({ workloads }: RehearsalReport): string {
  const foretold = workloads.filter(({ outcome }) => outcome === "foretold").length;
  const odd = workloads.filter(({ outcome }) => outcome !== "as planned" && outcome !== "foretold");
  const pods = workloads.reduce((sum, { replicas }) => sum + replicas, 0);
  if (odd.length === 0) {
    const aside = foretold === 0 ? "" : `, or, of ${count(foretold, "workload")}, where the plan says that it may be`;
    return `${pods} pods of ${workloads.length} workloads: each where it is planned${aside}`;
  }
  const table = plainTable([...workloadColumns], ["left", "left", "left", "left", "left"]);
  table.push(...odd.map((workload) => [...workloadCells(workload)]));
  return table.toString();
}

function nodeTable({ nodes }: RehearsalReport): string {
  const table = plainTable([...nodeColumns], ["left", "right", "right", "right"]);
  table.push(...nodes.map((node) => [...nodeCells(node)]));
  return table.toString();
}

function standIns({ standIns: parts }: RehearsalReport): string {
  return parts.length === 0
    ? ""
    : [paint("dim", "stand-ins"), ...parts.flatMap(({ name, what }) => wrap(`${name}: ${what}`.split(" "), " ", "  ", "    "))].join("\n");
}
