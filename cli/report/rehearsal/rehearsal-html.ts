import type { DrillReport, RehearsalReport } from "../../../rehearsal/report/rehearsal-document";
import { escapeXml } from "../escape-xml";
import { formatPercent, percentOf } from "../format";
import { type Cell, htmlTable } from "../html/html-table";
import { htmlPage, section } from "../html/page";
import { crowdedPercent } from "../svg-bars";
import {
  drillCells,
  drillColumns,
  findingSentence,
  rehearsalVerdict,
  settingSentence,
  timeSentence,
  workloadCells,
  workloadColumns,
} from "./rehearsal-rows";

/** A rehearsal as one page that needs nothing else, in the style of the plan's. */
export function renderRehearsalHtml(report: RehearsalReport): string {
  const title = `Rehearsal of ${report.stack}`;
  return htmlPage(title, [
    `<p><strong class="${report.holds ? "good" : "bad"}">${escapeXml(rehearsalVerdict(report))}</strong></p>`,
    `<p class="quiet">${escapeXml(settingSentence(report))}</p>`,
    section("Drills", drillTable(report.drills), ...report.drills.map(findings)),
    section("Nodes", '<p class="quiet">What pods request, by the API server\'s word.</p>', nodeCards(report)),
    section(
      "Workloads",
      htmlTable(
        "Where the scheduler put them",
        workloadColumns.map((name) => ({ title: name })),
        report.workloads.map((workload) => {
          const cells = workloadCells(workload);
          return [
            ...cells.slice(0, -1),
            marked(cells.at(-1) ?? "", workload.outcome === "as planned" || workload.outcome === "foretold" ? "good" : "bad"),
          ];
        }),
      ),
    ),
    report.standIns.length === 0
      ? ""
      : section(
          "Stand-ins",
          htmlTable(
            "What was not the real thing",
            [{ title: "part" }, { title: "what it did" }],
            report.standIns.map(({ name, what }) => [name, what]),
          ),
        ),
    `<p class="quiet">${escapeXml(timeSentence(report))}</p>`,
  ]);
}

function drillTable(drills: readonly DrillReport[]): string {
  return htmlTable(
    "What was tried",
    drillColumns.map((name) => ({ title: name, ...(name === "seconds" ? { figure: true } : {}) })),
    drills.map((drill): readonly Cell[] => {
      const [name = "", outcome = "", ...rest] = drillCells(drill);
      return [
        { html: `<span title="${escapeXml(drill.question)}">${escapeXml(name)}</span>` },
        marked(outcome, drill.outcome === "held" ? "good" : drill.outcome === "broken" ? "bad" : "quiet"),
        ...rest,
      ];
    }),
  );
}

function marked(text: string, className: "good" | "bad" | "quiet"): Cell {
  return { html: `<span class="${className}">${escapeXml(text)}</span>` };
}

function findings({ name, question, findings: found, facts }: DrillReport): string {
  const lines = [...found.map(findingSentence), ...facts.map(({ label, value }) => `${label}: ${value}`)];
  return lines.length === 0
    ? ""
    : [
        `<h3>${escapeXml(name)}</h3>`,
        `<p class="quiet">${escapeXml(question)}</p>`,
        `<ul>${lines.map((line) => `<li>${escapeXml(line)}</li>`).join("")}</ul>`,
      ].join("\n");
}

function nodeCards({ nodes }: RehearsalReport): string {
  const cards = nodes.map(({ name, cpuMilli, memoryMiB, pods }) =>
    [
      '<li class="card">',
      `<h3>${escapeXml(name)}</h3>`,
      meter("CPU", "m", cpuMilli),
      meter("memory", " MiB", memoryMiB),
      meter("pods", "", pods),
      "</li>",
    ].join("\n"),
  );
  return ['<ul class="cards">', ...cards, "</ul>"].join("\n");
}

function meter(
  label: string,
  unit: string,
  { allocatable, requested }: { readonly allocatable: number; readonly requested: number },
): string {
  const percent = percentOf(requested, allocatable);
  const figures = `${label}: ${requested}${unit} of ${allocatable}${unit}`;
  return [
    '<div class="meter">',
    `<p><span>${label}</span><span>${formatPercent(percent)}</span></p>`,
    `<svg class="bars" viewBox="0 0 100 9" preserveAspectRatio="none" role="img" aria-label="${figures}"><title>${figures}</title>`,
    `<rect class="track" width="100" height="9"/><rect class="${percent > crowdedPercent ? "crowded" : "after"}" width="${Math.min(100, percent).toFixed(2)}" height="9"/>`,
    "</svg>",
    "</div>",
  ].join("\n");
}
