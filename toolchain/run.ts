import { execFile } from "node:child_process";
import type { Environment } from "./tool";

/** What a short-lived program printed, or undefined when it cannot be started, fails or takes too long. */
export async function outputOf(
  command: string,
  args: readonly string[],
  options: { readonly environment: Environment; readonly cwd?: string; readonly timeout?: number },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      command,
      [...args],
      { env: { ...options.environment }, ...(options.cwd === undefined ? {} : { cwd: options.cwd }), timeout: options.timeout ?? 20_000 },
      (error, stdout) => {
        resolve(error === null ? stdout : undefined);
      },
    );
  });
}
