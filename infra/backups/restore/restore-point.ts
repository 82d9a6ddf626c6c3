import type { Finding } from "../../diagnostics/finding";
import { UserError } from "../../diagnostics/user-error";

/** Which backup is restored: the newest, the newest that is not younger than a time, or one some backups before it. */
export interface RestorePoint {
  /** RFC 3339, with a `T`. */
  readonly asOf?: string;
  /** How many backups before the newest. */
  readonly previous?: number;
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** @throws UserError for a time that is none, and for a time and a count together. */
export function checkRestorePoint({ asOf, previous }: RestorePoint): void {
  const findings: Finding[] = [];
  if (asOf !== undefined && previous !== undefined) {
    findings.push({ path: "--previous", message: "cannot be given with --as-of", fix: "give one of them" });
  }
  if (asOf !== undefined && (!rfc3339.test(asOf) || Number.isNaN(Date.parse(asOf)))) {
    findings.push({ path: "--as-of", value: asOf, message: "is no time", fix: "use one such as 2026-02-08T03:00:00Z" });
  }
  if (previous !== undefined && (!Number.isInteger(previous) || previous < 0)) {
    findings.push({
      path: "--previous",
      value: String(previous),
      message: "is no number from 0",
      fix: "use 1 for the backup before the newest",
    });
  }
  if (findings.length > 0) {
    throw new UserError("there is no such backup", findings);
  }
}
