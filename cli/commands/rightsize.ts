import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { loadSolver } from "../../infra/placement/exact/solver";
import { loadDefinition } from "../../stacks/definitions";
import { chosenStack } from "../chosen-stack";
import { exitCode } from "../exit-code";
import { readRecommendations, type RecommendationSource } from "../rightsize/read-recommendations";
import { readTableSources } from "../rightsize/read-sources";
import { renderRightSizing } from "../rightsize/render";
import { rightSizeStack } from "../rightsize/right-size-stack";
import { unifiedDiff } from "../rightsize/unified-diff";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";

interface Options extends RecommendationSource {
  readonly dryRun?: true;
  readonly write?: true;
  readonly json?: true;
}

export function defineRightsizeCommand(): Command {
  return new Command("rightsize")
    .description("Size workloads by what the VPA recommends: a diff of the tables, and the plan before and after.")
    .addArgument(stackArgument())
    .addOption(
      new Option("--recommendations <file>", "what `kubectl get vpa -A -o json` printed, or a table of your own").conflicts([
        "kubeconfig",
        "context",
      ]),
    )
    .option("--kubeconfig <file>", "the cluster to read them from; default: KUBECONFIG, then ~/.kube/config")
    .option("--context <name>", "which context of the kubeconfig; default: its current one")
    .addOption(new Option("--dry-run", "print the diff and write nothing; this is the default").conflicts("write"))
    .option("--write", "change the tables")
    .option("--json", "print the result as JSON and nothing else")
    .addHelpText(
      "after",
      "\nExit code: 0 what is proposed fits, 1 it does not, or something is wrong that you can mend, 2 a fault in Berth.\n\nExamples:\n  npm run rightsize r730 -- --kubeconfig kubeconfig\n  npm run rightsize r730 -- --recommendations vpa.json --write\n  npm run -s rightsize r730 -- --json | jq .proposals",
    )
    .action(rightsize);
}

async function rightsize(named: string | undefined, options: Options): Promise<void> {
  const stackName = chosenStack(named);
  const definition = await loadDefinition(stackName);
  const projectDirectory = process.cwd();
  const result = rightSizeStack({
    definition,
    config: readStackConfigFile(projectDirectory, stackName),
    sources: readTableSources(projectDirectory, stackName),
    recommendations: await readRecommendations(options, process.env, (line) => process.stderr.write(`${line}\n`)),
    now: Date.now(),
    solver: await loadSolver(),
  });
  const fits = result.after.status === "optimal" || result.after.status === "feasible";
  const isWritten = options.write === true && fits;
  if (isWritten) {
    for (const { path, after } of result.files) {
      writeFileSync(join(projectDirectory, path), after);
    }
  }
  if (options.json === true) {
    const { files, ...rest } = result;
    process.stdout.write(`${JSON.stringify({ ...rest, written: isWritten, diff: files.map(unifiedDiff).join("") }, null, 2)}\n`);
  } else {
    process.stdout.write(renderRightSizing(result, isWritten));
    if (options.write === true && !fits) {
      process.stderr.write("nothing is written: what is proposed does not fit\n");
    }
  }
  process.exitCode = fits ? exitCode.fine : exitCode.userError;
}
