import { spawn } from "node:child_process";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Environment } from "../../toolchain/tool";

interface RunOptions {
  readonly cwd: string;
  readonly environment: Environment;
  /** What it reads from its standard input. Default: nothing. */
  readonly input?: string;
}

/**
 * Runs one command of the Pulumi CLI.
 *
 * @returns what it prints.
 * @throws UserError with what it says when it fails.
 */
export async function runPulumi(pulumi: string, args: readonly string[], { cwd, environment, input = "" }: RunOptions): Promise<string> {
  return new Promise((done, reject) => {
    const child = spawn(pulumi, args, { cwd, env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" } });
    const output: Buffer[] = [];
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      errors += chunk;
    });
    // It may end without reading everything; its exit code says why.
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) {
        done(Buffer.concat(output).toString("utf8"));
      } else {
        reject(new UserError(`pulumi ${args.slice(0, 2).join(" ")} failed: ${errors.trim().replace(/^error: /, "")}`));
      }
    });
    child.stdin.end(input);
  });
}
