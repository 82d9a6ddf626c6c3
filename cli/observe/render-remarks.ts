import type { Remark, RemarkKind } from "../../infra/observe/remarks";

const headings: Readonly<Record<RemarkKind, string>> = {
  denied: "May not be read, and was done without",
  "left out": "Not in the tables",
  changed: "Said in another way",
  assumed: "Assumed: check, and fill in what you know",
};

const mostSubjects = 12;

/** The remarks by kind, those with the same message together with all that they are about. */
export function renderRemarks(remarks: readonly Remark[]): string {
  const byKind = Map.groupBy(remarks, ({ kind }) => kind);
  return [...byKind]
    .map(([kind, ofKind]) => {
      const byMessage = Map.groupBy(ofKind, ({ message, fix }) => `${message}${fix === undefined ? "" : `\n      → ${fix}`}`);
      const items = [...byMessage].map(([message, same]) => `  ${subjects(same)}: ${message}\n`);
      return `\n${headings[kind]}:\n${items.join("")}`;
    })
    .join("");
}

function subjects(remarks: readonly Remark[]): string {
  const names = remarks.map(({ subject }) => subject);
  return names.length <= mostSubjects
    ? names.join(", ")
    : `${names.slice(0, mostSubjects).join(", ")} and ${names.length - mostSubjects} more`;
}
