import type { SymptomFinding } from "./symptom";

/** Findings that say the same of several subjects as one, which names the first and counts the others: pods of one workload are alike. */
export function groupedFindings(findings: readonly SymptomFinding[]): readonly SymptomFinding[] {
  const groups = Map.groupBy(findings, ({ severity, seen, why, fix }) => JSON.stringify([severity, seen, why, fix]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.length === 0 ? first : { ...first, subject: `${first.subject} and ${others.length} more` }],
  );
}
