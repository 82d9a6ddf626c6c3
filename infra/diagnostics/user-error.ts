import { type Finding, formatFindings } from "./finding";

/**
 * A mistake that the user can mend. Its message is complete: the command line prints it without a stack trace and
 * exits with 1. Anything else that is thrown is our own fault and exits with 2.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly findings: readonly Finding[];

  constructor(message: string, findings: readonly Finding[] = []) {
    super(findings.length === 0 ? message : `${message}\n${formatFindings(findings)}`);
    this.findings = findings;
  }
}
