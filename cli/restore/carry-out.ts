import { spawn } from "node:child_process";
import { UserError } from "../../infra/diagnostics/user-error";
import type { RestoreStep } from "../../infra/backups/restore/restore-steps";
import { findOnPath } from "../../toolchain/find-tool";

export interface CarryOutOptions {
  /** The kubeconfig of the cluster. */
  readonly kubeconfig: string;
  /** Number of the first step to carry out, from 1. */
  readonly from: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly report: (line: string) => void;
}

/**
 * Carries steps out through kubectl, one after the other, and stops at the first that fails.
 *
 * @throws UserError when kubectl is missing or a step fails, with how to go on.
 */
export async function carryOut(steps: readonly RestoreStep[], { kubeconfig, from, environment, report }: CarryOutOptions): Promise<void> {
  if (findOnPath("kubectl", environment) === undefined) {
    throw new UserError("kubectl is not on the PATH; without --apply the steps are printed, to be carried out elsewhere");
  }
  if (from > steps.length) {
    throw new UserError(`there are ${steps.length} steps, and no step ${from}`);
  }
  for (const [index, { title, commands }] of steps.entries()) {
    const number = index + 1;
    if (number < from) {
      continue;
    }
    report(`${number}. ${title}`);
    const code = await runShell(commands.join("\n"), { ...environment, KUBECONFIG: kubeconfig });
    if (code !== 0) {
      throw new UserError(`step ${number} failed, and nothing after it was done; mend the cause and go on with --from ${number}`);
    }
  }
}

/** The exit code of a script of POSIX shell that stops at the first command that fails. */
async function runShell(script: string, environment: Readonly<Record<string, string | undefined>>): Promise<number | null> {
  return new Promise((settle, reject) => {
    const shell = spawn("sh", ["-eu", "-c", script], { stdio: ["ignore", "inherit", "inherit"], env: { ...environment } });
    shell.on("error", reject);
    shell.on("close", settle);
  });
}
