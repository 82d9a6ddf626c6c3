import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../../infra/diagnostics/user-error";
import { loadStack } from "../../infra/stack/load-stack";
import { loadDefinition } from "../../stacks/definitions";
import { readStackConfigFile } from "../stack-config-file";
import { type CheckResult, fail, ok, warn } from "./check";

/** A stack's tables and settings, and the files that the settings name. */
export async function checkStackSettings(projectDirectory: string, stackName: string): Promise<CheckResult> {
  const name = `stack ${stackName}`;
  try {
    const config = readStackConfigFile(projectDirectory, stackName);
    const { workloads, hardware } = loadStack(await loadDefinition(stackName), config);
    const detail = `${hardware.machines.length} machines, ${workloads.length} workloads`;
    const secrets = config.talosSecretsFile;
    if (hardware.operatingSystem.kind === "talos" && secrets === undefined) {
      return warn(
        name,
        `${detail}; no Talos secrets`,
        "before an up: pulumi config set berth:talosSecretsFile <path of the cluster's secrets bundle>",
      );
    }
    if (secrets !== undefined && !existsSync(resolve(projectDirectory, secrets))) {
      return fail(
        name,
        `${detail}; ${secrets} does not exist`,
        "put the secrets bundle there, or set berth:talosSecretsFile to where it is",
      );
    }
    return ok(name, detail);
  } catch (error) {
    if (error instanceof UserError) {
      return fail(name, error.message, "mend what is listed; docs/describe-your-cluster.md has every field");
    }
    throw error;
  }
}
