import { Command, Option } from "commander";
import type { DriftResult } from "../../engine/drift/drift-result";
import { findDrift } from "../../engine/drift/drift";
import { ignoreRules } from "../../engine/drift/ignored-fields";
import { findUserBackend, shownUrl } from "../../engine/backend";
import { chooseProviders } from "../../engine/providers/choose";
import { requiredProviders } from "../../engine/providers/requirement";
import { stackSettings } from "../../engine/workspace";
import { UserError } from "../../infra/diagnostics/user-error";
import { loadStack } from "../../infra/stack/load-stack";
import { loadDefinition, requireStackName } from "../../stacks/definitions";
import { programs, providerPackagesOf } from "../../stacks/programs";
import { ensureTool } from "../../toolchain/ensure-tool";
import { startProgress } from "../../toolchain/progress";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import { chosenStack } from "../chosen-stack";
import { exitCodeOf } from "../drift/exit-code-of";
import { renderDrift, renderDriftMarkdown } from "../drift/render-drift";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";

interface Options {
  readonly json?: true;
  readonly markdown?: true;
  readonly details?: true;
}

export const driftVersion = 1;

const examples = `
Exit code: 0 no drift, 1 something could not be read or is wrong that you can mend, 2 a fault in Berth, 3 drift.

Examples:
  npm run drift homelab
  npm run drift homelab -- --details
  npm run -s drift homelab -- --json | jq .gone
  npm run -s drift homelab -- --markdown > issue.md`;

export function defineDriftCommand(): Command {
  return new Command("drift")
    .description("Say how what there is differs from your state, without what KEDA, the VPA, Kyverno and Kubernetes change by right.")
    .addArgument(stackArgument())
    .addOption(new Option("--json", "print the result as JSON and nothing else").conflicts(["markdown", "details"]))
    .addOption(new Option("--markdown", "print a report that fits an issue").conflicts("details"))
    .option("--details", "list what is ignored, and whose it is")
    .addHelpText("after", examples)
    .action(async (named: string | undefined, options: Options) => {
      const stackName = chosenStack(named);
      requireStackName(stackName);
      const result = await driftOf(stackName, process.cwd());
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify({ version: driftVersion, ...result }, null, 2)}\n`);
      } else {
        process.stdout.write(options.markdown === true ? renderDriftMarkdown(result) : renderDrift(result, options.details === true));
      }
      process.exitCode = exitCodeOf(result);
    });
}

async function driftOf(stackName: string, projectDirectory: string): Promise<DriftResult> {
  const environment = process.env;
  const backend = findUserBackend(projectDirectory, environment);
  if (backend === undefined) {
    throw new UserError("no Pulumi backend is configured, so there is no state to compare with", [
      { path: "PULUMI_BACKEND_URL", message: "is not set, and nobody is logged in", fix: "pulumi login <url>" },
    ]);
  }
  const config = readStackConfigFile(projectDirectory, stackName);
  const { workloads } = loadStack(await loadDefinition(stackName), config);
  const pulumi = await ensureTool(pulumiCli, environment);
  const program = programs[stackName];
  const requirements = requiredProviders(projectDirectory, program === undefined ? [] : providerPackagesOf(program, config));
  // A stand-in would find no drift, whatever there is.
  const providers = await chooseProviders(requirements, "real", pulumi.path, environment);
  process.stderr.write(`state: ${shownUrl(backend.url)} (${backend.setIn})\n`);
  const progress = startProgress({ title: `reading what there is of ${stackName}` });
  try {
    return await findDrift({
      projectDirectory,
      stackName,
      settings: stackSettings(projectDirectory, stackName),
      pulumi,
      environment,
      providers,
      rules: ignoreRules(workloads),
      onResource: (count) => {
        progress.step(`${count} resources`);
      },
    });
  } finally {
    progress.done();
  }
}
