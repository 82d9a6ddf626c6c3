import type { Diagnosis, UnseenSymptom } from "../../infra/symptoms/diagnose";
import type { Severity, SymptomFinding } from "../../infra/symptoms/symptom";
import { count } from "../report/format";
import { paint, type Style } from "../report/terminal-text";
import type { UnreadableObject } from "./read-cluster-lists";

const marks: Readonly<Record<Severity, { readonly mark: string; readonly style: Style }>> = {
  critical: { mark: "✗", style: "red" },
  warning: { mark: "!", style: "yellow" },
  info: { mark: "·", style: "cyan" },
};

/** What was found by symptom, what could not be looked for, and how much was looked for in vain. */
export function renderDiagnosis(
  { stack, server, found, notLookedFor, notFound }: Diagnosis,
  unreadable: readonly UnreadableObject[],
): string {
  const findings = found.flatMap((symptom) => symptom.findings);
  const lines = [
    `${stack} at ${server}: ${findings.length === 0 ? "nothing found" : `${count(findings.length, "finding")} of ${count(found.length, "symptom")}`}`,
    ...found.flatMap((symptom) => ["", paint("bold", `${symptom.title}  (${symptom.name})`), ...renderFindings(symptom.findings)]),
    ...(notLookedFor.length === 0
      ? []
      : ["", paint("bold", "Not looked for; nothing is known about these"), ...notLookedFor.map(renderUnseen)]),
    ...(unreadable.length === 0
      ? []
      : ["", paint("bold", "Left out, because they are not as documented"), ...unreadable.map(renderUnreadable)]),
    "",
    notFound.length === 0 ? "All that was looked for was found." : `Looked for in vain: ${notFound.join(", ")}.`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Those that say the same of several subjects together: pods of one workload are alike. */
function renderFindings(findings: readonly SymptomFinding[]): readonly string[] {
  const alike = Map.groupBy(findings, ({ severity, seen, why, fix }) => JSON.stringify([severity, seen, why, fix]));
  return [...alike.values()].flatMap((same) =>
    same.slice(0, 1).flatMap((first) =>
      renderFinding(
        first,
        same.map(({ subject }) => subject),
      ),
    ),
  );
}

const mostSubjects = 8;

function renderFinding({ severity, seen, why, fix }: SymptomFinding, subjects: readonly string[]): readonly string[] {
  const { mark, style } = marks[severity];
  const named = subjects.slice(0, mostSubjects).join(", ");
  const more = subjects.length > mostSubjects ? ` and ${subjects.length - mostSubjects} more` : "";
  return [`  ${paint(style, mark)} ${named}${more}: ${seen}`, `      why: ${why}`, `      → ${fix}`];
}

function renderUnseen({ title, resource, missing }: UnseenSymptom): string {
  return `  ? ${title}: ${resource} ${missing === "denied" ? "may not be listed" : "is not served by the cluster, or not now"}`;
}

function renderUnreadable({ resource, id, message }: UnreadableObject): string {
  return `  ? ${resource} ${id}: ${message}`;
}
