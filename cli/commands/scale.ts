import { Command, InvalidArgumentError, Option } from "commander";
import { loadDefinition } from "../../stacks/definitions";
import { chosenStack } from "../chosen-stack";
import { scale, type ScaleOptions } from "../scale/scale";
import { stackArgument } from "../stack-argument";
import { readStackConfigFile } from "../stack-config-file";

export function defineScaleCommand(): Command {
  return new Command("scale")
    .description(
      "Propose how many nodes a stack's fleet is to have. Prints the proposal; empties nodes and writes the number only when told to.",
    )
    .addArgument(stackArgument())
    .addOption(new Option("--up", "more, if the load needs it").conflicts(["down", "nodes"]))
    .addOption(new Option("--down", "one less, if the others can carry the load").conflicts(["nodes"]))
    .option("--nodes <number>", "that many, if they can carry the load", wholeNumber)
    .option("--memory-percent <percent>", "measured: how much of all nodes' memory is used; default: what the pods request", percentage)
    .option("--cpu-percent <percent>", "measured: how much of all nodes' CPU is used; default: what the pods request", percentage)
    .addOption(
      new Option("--at <load>", "plan for normal load, or for everything at its most").choices(["normal", "peak"]).default("normal"),
    )
    .option("--live", "plan for as many pods as KEDA wants at the moment; asks the cluster")
    .option("--from <number>", "what was asked is about a fleet of so many nodes: do nothing if it has another number by now", wholeNumber)
    .option("--reason <text>", "who asked and why, to be kept with the proposal", oneLine)
    .addOption(new Option("--drain", "empty the nodes that go, with kubectl, before anything is written").conflicts(["json", "up"]))
    .option("--write", "write the number into Pulumi.<stack>.yaml, for the next preview and up")
    .option("--json", "print the proposal as JSON and nothing else")
    .option("--github-output", "hand action, present, nodes and leaving to the later steps of a workflow")
    .option("--kubeconfig <file>", "credentials of kubectl; default: its own")
    .addHelpText(
      "after",
      "\nExit code: 0 proposed, done or nothing to do, 1 refused or something is wrong that you can mend, 2 a fault in Berth.\n\nExamples:\n  npm run scale contabo -- --up --memory-percent 86\n  npm run scale contabo -- --down --drain --write\n  npm run -s scale contabo -- --up --at peak --json | jq .proposed.nodes",
    )
    .action(async (named: string | undefined, options: ScaleOptions) => {
      const stackName = chosenStack(named);
      const definition = await loadDefinition(stackName);
      process.exitCode = await scale(definition, readStackConfigFile(process.cwd(), stackName), options, process.env, process.cwd());
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new InvalidArgumentError("must be a whole number from 1");
  }
  return Number(text);
}

function percentage(text: string): number {
  if (!/^\d{1,3}(\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError("must be a number such as 86 or 86.4");
  }
  return Number(text);
}

/** What comes from an alert is written where line breaks would mean something. */
function oneLine(text: string): string {
  return text
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, 200);
}
