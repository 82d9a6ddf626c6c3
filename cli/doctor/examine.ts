import { findTool } from "../../toolchain/find-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import type { Environment } from "../../toolchain/tool";
import type { CheckResult } from "./check";
import { checkKubeconfig } from "./cluster";
import { checkNode, checkPackages } from "./node";
import { checkProviders } from "./providers";
import { checkDiskSpace, checkPulumi } from "./pulumi";
import { checkStackSettings } from "./settings";
import { checkState } from "./state";

/** Every check, in the order in which a preview needs what it checks. */
export async function examine(
  projectDirectory: string,
  stackNames: readonly string[],
  environment: Environment,
): Promise<readonly CheckResult[]> {
  const search = await findTool(pulumiCli, environment);
  const context = { projectDirectory, environment, pulumi: search.found };
  return [
    checkNode(process.versions.node),
    checkPackages(projectDirectory),
    ...(await checkPulumi(search, environment)),
    await checkDiskSpace(search.found, environment),
    ...(await Promise.all(stackNames.map(async (name) => checkStackSettings(projectDirectory, name)))),
    ...checkProviders(stackNames, context),
    ...(await checkState(stackNames, context)),
    checkKubeconfig(environment),
  ];
}
