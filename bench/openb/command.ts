import { Command, Option } from "commander";
import { exitCode } from "../../cli/exit-code";
import { loadSolver } from "./bound";
import { bundledData, openDataSet } from "./data-set";
import { renderTrace, renderVerdict } from "./report";
import { type OnlinePolicy, type Policies, runTrace, type TraceResult } from "./run";
import { parseSeed } from "./seed-option";

interface OpenbOptions {
  readonly data: string;
  readonly trace: readonly string[];
  readonly seed: readonly number[];
  readonly policy: OnlinePolicy | "offline" | "all";
  readonly json?: true;
}

/** Seeds of the published runs. */
const publishedSeeds: readonly number[] = [42, 43, 44, 45, 46, 47, 48, 49, 50, 51];

async function run(options: OpenbOptions): Promise<void> {
  const data = openDataSet(options.data);
  const traces = options.trace.length > 0 ? options.trace : data.traces;
  const seeds = options.seed.length > 0 ? options.seed : publishedSeeds;
  const policies: Policies = {
    online: options.policy === "all" ? ["fgd", "bestfit"] : options.policy === "offline" ? [] : [options.policy],
    offline: options.policy === "all" || options.policy === "offline",
  };
  const highs = await loadSolver();
  const results: TraceResult[] = [];
  for (const trace of traces) {
    for (const seed of seeds) {
      process.stderr.write(`${trace}, seed ${seed}…\n`);
      const result = runTrace(data, highs, trace, seed, policies);
      results.push(result);
      if (options.json !== true) {
        process.stdout.write(`${renderTrace(result)}\n`);
      }
    }
  }
  const verdict = renderVerdict(results);
  process.stdout.write(options.json === true ? `${JSON.stringify(results, null, 2)}\n` : verdict.text);
  process.exitCode = verdict.holds ? exitCode.fine : exitCode.userError;
}

export function defineOpenbCommand(): Command {
  return new Command("openb")
    .description(
      "GPU allocation on Alibaba's OpenB cluster: published online policies reproduced, and placement offline with full knowledge, beside an upper bound.",
    )
    .option("--data <directory>", "the OpenB data set", bundledData)
    .option(
      "--trace <name>",
      "a trace, may be repeated (default: all of the data set)",
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .addOption(
      new Option("--seed <number>", "seed of the arrival order, may be repeated (default: 42 to 51, the published ones)")
        .argParser(parseSeed)
        .default([], "42 to 51"),
    )
    .addOption(new Option("--policy <name>", "what places the pods").choices(["fgd", "bestfit", "offline", "all"]).default("all"))
    .option("--json", "print results as JSON, with whole curves, and nothing else")
    .addHelpText(
      "after",
      "\nExit code: 0, or 1 when a published curve is missed by more than 0.3 percentage points or the input is wrong.\n\nExamples:\n  npm run bench -- openb --trace default --seed 42\n  npm run bench -- openb --data ~/openb-gpu-2023 --trace gpuspec33",
    )
    .action(run);
}
