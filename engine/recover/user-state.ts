import type { Environment } from "../../toolchain/tool";
import { createRunFolder } from "../workspace";
import { type DeploymentFile, deploymentFile } from "./deployment";
import { runPulumi } from "./run-pulumi";

export interface UserStateOptions {
  readonly projectDirectory: string;
  readonly stackName: string;
  /** Text of the stack's settings file; Pulumi is given a copy. */
  readonly settings: string;
  /** Path of the Pulumi CLI. */
  readonly pulumi: string;
  readonly environment: Environment;
}

/** The state of a stack in the user's own backend. */
export interface UserState {
  /** As it is stored, secrets encrypted: what may be written to a file. */
  readonly exportEncrypted: () => Promise<string>;
  /** With its secrets in the clear. */
  readonly read: () => Promise<DeploymentFile>;
  /** Puts another in its place, all or nothing; Pulumi encrypts the secrets again. */
  readonly write: (state: DeploymentFile) => Promise<void>;
  /** `pulumi cancel`: takes all locks away, or ends what the service takes for a running update. */
  readonly cancel: () => Promise<void>;
}

/** @throws UserError from each of them with what Pulumi says when it refuses. */
export function userState({ projectDirectory, stackName, settings, pulumi, environment }: UserStateOptions): UserState {
  const run = async (args: readonly string[], input = ""): Promise<string> => {
    const folder = createRunFolder(projectDirectory, stackName, settings);
    try {
      return await runPulumi(pulumi, [...args, "--stack", stackName, "--non-interactive"], { input, cwd: folder.project, environment });
    } finally {
      folder.remove();
    }
  };
  return {
    exportEncrypted: async () => run(["stack", "export"]),
    read: async () => {
      const content: unknown = JSON.parse(await run(["stack", "export", "--show-secrets"]));
      return deploymentFile.parse(content);
    },
    // Over a pipe: secrets in the clear are never in a file.
    write: async (state) => {
      await run(["stack", "import"], JSON.stringify(state));
    },
    cancel: async () => {
      await run(["cancel", "--yes"]);
    },
  };
}
