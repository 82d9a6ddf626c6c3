import { Command, Option } from "commander";
import { loadSolver } from "../bound";
import { bundledData, openDataSet } from "../data-set";
import { parseSeed } from "../seed-option";
import { renderPower } from "./report";
import { powerArrivals, type PowerTraceResult, runPower } from "./run";
import { assertWattsKnown } from "./watts";

interface OpenbPowerOptions {
  readonly data: string;
  readonly trace: readonly string[];
  readonly seed: readonly number[];
  readonly json?: true;
}

async function run(options: OpenbPowerOptions): Promise<void> {
  const data = openDataSet(options.data);
  assertWattsKnown(data.nodes);
  const traces = options.trace.length > 0 ? options.trace : ["default"];
  const seeds = options.seed.length > 0 ? options.seed : [42];
  const highs = await loadSolver();
  const results: PowerTraceResult[] = [];
  for (const trace of traces) {
    for (const seed of seeds) {
      const result = runPower(data, highs, trace, seed, powerArrivals, (text) => process.stderr.write(`${text}\n`));
      results.push(result);
      if (options.json !== true) {
        process.stdout.write(`${renderPower(result)}\n`);
      }
    }
  }
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  }
}

export function defineOpenbPowerCommand(): Command {
  return new Command("openb-power")
    .description(
      "Watts of Alibaba's OpenB cluster at equal GPU allocation: online policies, placement offline with full knowledge, and a lower bound.",
    )
    .option("--data <directory>", "the OpenB data set", bundledData)
    .addOption(
      new Option("--trace <name>", "a trace, may be repeated")
        .argParser((value: string, before: readonly string[]) => [...before, value])
        .default([], "default"),
    )
    .addOption(new Option("--seed <number>", "seed of the arrival order, may be repeated").argParser(parseSeed).default([], "42"))
    .option("--json", "print results as JSON and nothing else")
    .addHelpText(
      "after",
      "\nExit code: 0, or 1 when the input is wrong.\n\nExample:\n  npm run bench -- openb-power --trace default --seed 42",
    )
    .action(run);
}
