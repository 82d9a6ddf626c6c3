import { Command, Option } from "commander";
import { previewStack, type StateMode, stateModes } from "../../engine/preview";
import { type ProviderMode, providerModes } from "../../engine/providers/choose";
import { renderPreviewMarkdown } from "../report/preview-markdown";
import { renderPreview } from "../report/preview-terminal";
import { requireStackName } from "../../stacks/definitions";
import { chosenStack } from "../chosen-stack";
import { exitCode } from "../exit-code";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";

interface Options {
  readonly json?: true;
  readonly markdown?: true;
  readonly details?: true;
  readonly providers: ProviderMode;
  readonly state: StateMode;
}

export function definePreviewCommand(): Command {
  return new Command("preview")
    .description("Say what would change, with every policy applied. Changes nothing.")
    .addArgument(stackArgument())
    .addOption(new Option("--json", "print the result as JSON and nothing else").conflicts(["markdown", "details"]))
    .addOption(new Option("--markdown", "print a summary that fits a pull request comment").conflicts("details"))
    .option("--details", "list every resource")
    .addOption(
      new Option("--providers <which>", "provider plugins: the real ones where they can be had, nothing else, or stand-ins without trying")
        .choices(providerModes)
        .default("auto"),
    )
    .addOption(
      new Option("--state <which>", "what to compare with: your stack where it exists, nothing else, or an empty state")
        .choices(stateModes)
        .default("auto"),
    )
    .addHelpText(
      "after",
      "\nExit code: 0 nothing speaks against it, 1 a mandatory policy is violated or something is wrong that you can mend, 2 a fault in Berth.\n\nExamples:\n  npm run preview homelab\n  npm run preview homelab -- --details\n  npm run -s preview homelab -- --json | jq .counts\n  npm run -s preview homelab -- --markdown > comment.md",
    )
    .action(async (named: string | undefined, options: Options) => {
      const stackName = chosenStack(named);
      requireStackName(stackName);
      const projectDirectory = process.cwd();
      const { result, plan } = await previewStack({
        projectDirectory,
        stackName,
        config: readStackConfigFile(projectDirectory, stackName),
        providers: options.providers,
        state: options.state,
        environment: process.env,
      });
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      } else {
        process.stdout.write(
          options.markdown === true ? renderPreviewMarkdown(result, plan) : renderPreview(result, plan, options.details === true),
        );
      }
      process.exitCode = result.outcome === "fine" ? exitCode.fine : exitCode.userError;
    });
}
