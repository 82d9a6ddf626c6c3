import { standIns } from "../../rehearsal/providers";
import { rememberedFailure } from "../../engine/providers/install";
import { isInstalled } from "../../engine/providers/installed";
import { type ProviderRequirement, requiredProviders } from "../../engine/providers/requirement";
import { UserError } from "../../infra/diagnostics/user-error";
import type { StackConfig } from "../../infra/stack/config";
import { programs, providerPackagesOf } from "../../stacks/programs";
import { readStackConfigFile } from "../stack-config-file";
import { type CheckContext, type CheckResult, fail, ok, warn } from "./check";

/** Which provider plugins the stacks need with their settings, and what a preview would use. */
export function checkProviders(
  stackNames: readonly string[],
  { projectDirectory, environment }: Pick<CheckContext, "projectDirectory" | "environment">,
): readonly CheckResult[] {
  const packages = new Set(stackNames.flatMap((name) => packagesOf(name, projectDirectory)));
  return requiredProviders(projectDirectory, [...packages].sort()).map((requirement) => {
    const { name, version, server } = requirement;
    const label = `provider ${name}`;
    const install = `pulumi plugin install resource ${name} ${version}${server === undefined ? "" : ` --server ${server}`}`;
    if (isInstalled(requirement, environment)) {
      return ok(label, `plugin ${version} is installed`);
    }
    return missingPlugin(requirement, label, install, rememberedFailure(requirement, environment, Date.now()));
  });
}

function packagesOf(stackName: string, projectDirectory: string): readonly string[] {
  const program = programs[stackName];
  return program === undefined ? [] : providerPackagesOf(program, burstOf(stackName, projectDirectory));
}

/** Settings that cannot be read are another check's finding. */
function burstOf(stackName: string, projectDirectory: string): Pick<StackConfig, "burst"> {
  try {
    return readStackConfigFile(projectDirectory, stackName);
  } catch (error) {
    if (error instanceof UserError) {
      return {};
    }
    throw error;
  }
}

function missingPlugin({ name, version }: ProviderRequirement, label: string, install: string, failure: string | undefined): CheckResult {
  const attempt = failure === undefined ? "the next preview tries to install it" : `could not be installed a short while ago (${failure})`;
  if (standIns[name] === undefined) {
    return fail(label, `plugin ${version} is not installed; ${attempt}`, install);
  }
  return warn(label, `plugin ${version} is not installed; ${attempt}; previews use a stand-in meanwhile`, `before an up: ${install}`);
}
