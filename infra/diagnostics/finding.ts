/**
 * One thing that is wrong with what a user wrote: where, what was found there, why it cannot be, and what to do.
 */
export interface Finding {
  /** Where, in the user's own terms: `workloads[media/sonarr].limits.memory`. */
  readonly path: string;
  /** What is wrong, as one sentence without the path. */
  readonly message: string;
  /** The value found there, already rendered for reading; absent when there is none to show. */
  readonly value?: string;
  /** What to change. */
  readonly fix?: string;
}

/** Renders findings as an indented list, one paragraph each, in the order given. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ path, value, message, fix }) => {
      const found = value === undefined ? "" : ` (found ${value})`;
      const remedy = fix === undefined ? "" : `\n    fix: ${fix}`;
      return `  ${path}: ${message}${found}${remedy}`;
    })
    .join("\n");
}
