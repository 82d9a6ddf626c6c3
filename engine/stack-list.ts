import { execFile } from "node:child_process";
import { z } from "zod";
import { UserError } from "../infra/diagnostics/user-error";
import type { Environment } from "../toolchain/tool";

const timeout = 30_000;
const stackList = z.array(z.object({ name: z.string() }));

/**
 * Whether the user's backend has a stack of that name for this project.
 *
 * @throws UserError when the backend does not answer.
 */
export async function stackExists({
  projectDirectory,
  stackName,
  pulumi,
  environment,
}: {
  readonly projectDirectory: string;
  readonly stackName: string;
  readonly pulumi: string;
  readonly environment: Environment;
}): Promise<boolean> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      pulumi,
      ["stack", "ls", "--json", "--non-interactive"],
      { cwd: projectDirectory, env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeout },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
        } else {
          reject(
            new UserError("your Pulumi backend does not answer", [
              {
                path: "pulumi stack ls",
                message: error.killed === true ? `did not finish in ${timeout / 1000} s` : stderr.trim().replace(/^error: /, ""),
                fix: "pulumi login, or preview with --state empty",
              },
            ]),
          );
        }
      },
    );
  });
  const content: unknown = JSON.parse(output);
  // A service names stacks by their owner too: acme/homelab.
  return stackList.parse(content).some(({ name }) => name === stackName || name.endsWith(`/${stackName}`));
}
