import { styleText } from "node:util";
import { Command } from "commander";
import { previewStack } from "../../engine/preview";
import { renderPreview } from "../report/preview-terminal";
import { loadSolver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { loadDefinition, stackNames } from "../../stacks/definitions";
import { ensureTool } from "../../toolchain/ensure-tool";
import { pulumiCli } from "../../toolchain/pulumi-cli";
import { formatVersion } from "../../toolchain/version";
import { exitCode } from "../exit-code";
import { renderPlan } from "../report/plan-terminal";
import { readStackConfigFile } from "../stack-config-file";

const defaultStack = "homelab";

export function defineTourCommand(): Command {
  return new Command("tour")
    .description("Show what Berth does with a stack: its plan, then the preview of all that it deploys. Changes nothing.")
    .argument("[stack]", `one of: ${stackNames.join(", ")}`, defaultStack)
    .action(async (stackName: string) => {
      const projectDirectory = process.cwd();
      const config = readStackConfigFile(projectDirectory, stackName);
      const { problem } = loadStack(await loadDefinition(stackName), config);
      heading("Tools");
      const { version, source, path } = await ensureTool(pulumiCli, process.env);
      line(`Node ${process.versions.node}`);
      line(`Pulumi ${formatVersion(version)}, ${source === "PATH" ? path : "built from its pinned Go module"}`);

      heading(`Plan of ${stackName}: where every workload should go`);
      const planned = plan(problem, await loadSolver());
      process.stdout.write(renderPlan(planned));
      if (planned.status === "infeasible") {
        process.exitCode = exitCode.userError;
        return;
      }

      heading(`Preview of ${stackName}: what Pulumi would do, with every policy applied`);
      const { result } = await previewStack({
        projectDirectory,
        stackName,
        config,
        providers: "auto",
        state: "auto",
        environment: process.env,
        stream: process.stdout,
      });
      process.stdout.write(`\n${renderPreview(result, planned, false)}`);

      heading("Next");
      line("README.md, “Describe your own cluster”: a stack of your own is two tables");
      line(`npm run plan ${stackName} -- --help      other objectives, JSON, Markdown, a picture`);
      line(`npm run preview ${stackName} -- --details  every resource`);
      line("npm run doctor                  what an up would still need on this machine");
      line("docs/preview-and-up.md          how to bring it up");
      process.exitCode = result.outcome === "fine" ? exitCode.fine : exitCode.userError;
    });
}

function heading(text: string): void {
  process.stdout.write(`\n${styleText("bold", `── ${text}`, { stream: process.stdout })}\n\n`);
}

function line(text: string): void {
  process.stdout.write(`  ${text}\n`);
}
