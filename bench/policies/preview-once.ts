/** A process of its own for one preview, with the policies or without: `preview-once <stack> with|without`. */
import { join, resolve } from "node:path";
import { readStackConfigFile } from "../../cli/stack-config-file";
import { openForPreview } from "../../engine/engine";
import { chooseProviders } from "../../engine/providers/choose";
import { requiredProviders } from "../../engine/providers/requirement";
import { stackSettings } from "../../engine/workspace";
import { packConfigurationOf } from "../../policies/configuration";
import { program } from "../../program";
import { requireStackName } from "../../stacks/definitions";
import { prepareStack } from "../../stacks/prepare";
import { programs, providerPackagesOf } from "../../stacks/programs";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";

async function previewOnce(stackName: string, withPolicies: boolean): Promise<void> {
  requireStackName(stackName);
  const projectDirectory = resolve(__dirname, "../..");
  const environment = process.env;
  const config = readStackConfigFile(projectDirectory, stackName);
  const { stack } = await prepareStack(stackName, config);
  const pulumi = await ensureTool(pulumiCli, environment, process.stderr);
  const stackProgram = programs[stackName];
  const requirements = requiredProviders(projectDirectory, stackProgram === undefined ? [] : providerPackagesOf(stackProgram, config));
  const engine = await openForPreview({
    projectDirectory,
    stackName,
    settings: stackSettings(projectDirectory, stackName),
    backend: "throw-away",
    pulumi,
    environment,
    program,
    // The same whatever the machine has installed.
    providers: await chooseProviders(requirements, "stand-in", pulumi.path, environment, process.stderr),
    policyPacks: withPolicies ? [{ path: join(projectDirectory, "policies"), configuration: packConfigurationOf(stack) }] : [],
  });
  try {
    const { outcome } = await engine.preview();
    if (outcome !== "fine") {
      throw new Error(`the preview of ${stackName} is not fine: ${outcome}`);
    }
  } finally {
    engine.close();
  }
}

const [stackName = "", mode] = process.argv.slice(2);
previewOnce(stackName, mode === "with").catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 2;
});
