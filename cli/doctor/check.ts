import type { FoundTool } from "../../toolchain/find-tool";
import type { Environment } from "../../toolchain/tool";

export type Status = "ok" | "warn" | "fail";

/** What was found about one thing that a preview or an up needs. */
export interface CheckResult {
  readonly name: string;
  /** `fail`: a preview cannot run, or an up would do harm. `warn`: a preview can run, an up may not. */
  readonly status: Status;
  /** What was found, in one line. */
  readonly detail: string;
  /** What to do about it; absent when all is well. */
  readonly fix?: string;
}

export interface CheckContext {
  readonly projectDirectory: string;
  readonly environment: Environment;
  /** The Pulumi CLI, when it need not be built first. */
  readonly pulumi: FoundTool | undefined;
}

export function ok(name: string, detail: string): CheckResult {
  return { name, status: "ok", detail };
}

export function warn(name: string, detail: string, fix: string): CheckResult {
  return { name, status: "warn", detail, fix };
}

export function fail(name: string, detail: string, fix: string): CheckResult {
  return { name, status: "fail", detail, fix };
}
