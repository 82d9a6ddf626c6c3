import type { RestoreStep } from "../../infra/backups/restore/restore-steps";
import type { RestoreRequest } from "./restore-request";

/** The steps as a script that can be read, and pasted step by step into a shell. */
export function renderRestore({ backup, steps, afterwards }: RestoreRequest): string {
  const paragraphs = [
    `# Restore of ${backup.id}, volume ${backup.claim}. --apply carries the steps out.`,
    ...steps.map((step, index) => renderStep(step, `${index + 1}. `)),
    renderStep(afterwards, "Afterwards, by hand: "),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

/** What is left to do when the steps have been carried out. */
export function renderAfterwards({ backup, afterwards }: RestoreRequest): string {
  return `${backup.id} is restored.\n\n${renderStep(afterwards, "")}\n`;
}

function renderStep({ title, commands }: RestoreStep, before: string): string {
  return [`# ${before}${title}`, ...commands].join("\n");
}
