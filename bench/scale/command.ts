/** How the planner's time and memory grow with the cluster, by what constrains the pods. */
import { Command, InvalidArgumentError, Option } from "commander";
import { exitCode } from "../../cli/exit-code";
import { type FamilyName, familyNames } from "./families";
import { measure } from "./measure";
import { type Measurement, totalSeconds } from "./measurement";
import { renderGrowth, renderRow, type ScaleRow, tableHead } from "./report";

/** At most so many pods a node; 5,000 nodes then have the 150,000 that Kubernetes supports. */
const podsPerNode = 30;
/** Sizes of the growing cluster, and parts of its pods on the largest number of nodes. */
const nodeCounts = [100, 500, 1000, 2500, 5000] as const;
const podShares = [8, 4, 2] as const;
/** Pods of a workload, on average. */
const replicaCounts = [10, 1] as const;
/**
 * How likely the next pod of a workload runs when the plan is made, as long as all before it do; most are on the first
 * nodes. Half of the pods are, where a workload has one; a tenth, where it has ten.
 */
const running = 0.5;
const presets = {
  balance: ["place", "control-plane", "ceilings", "balance", "watts", "disruption"],
  power: ["place", "control-plane", "ceilings", "watts", "disruption", "balance"],
} as const;
type PresetName = keyof typeof presets;

interface ScaleOptions {
  readonly maxNodes: number;
  readonly families: readonly FamilyName[];
  readonly objective: PresetName;
  readonly runs: number;
  readonly json?: true;
}

async function measureRow(row: Omit<ScaleRow, "median">, { runs, objective }: ScaleOptions): Promise<ScaleRow> {
  const measured: Measurement[] = [];
  for (let run = 1; run <= runs; run++) {
    process.stderr.write(`${row.family}, ${row.replicas} pods a workload, ${row.nodes} nodes, ${row.pods} pods: run ${run} of ${runs}\n`);
    measured.push(await measure({ ...row, running, objectives: presets[objective], seed: 1 }));
  }
  measured.sort((a, b) => totalSeconds(a) - totalSeconds(b));
  const median = measured[Math.floor((runs - 1) / 2)];
  if (median === undefined) {
    throw new Error("nothing was measured");
  }
  return { ...row, median };
}

function sizes(maxNodes: number): readonly { readonly nodes: number; readonly pods: number }[] {
  const counts = [...nodeCounts.filter((nodes) => nodes < maxNodes), maxNodes];
  return [
    ...counts.slice(0, -1).map((nodes) => ({ nodes, pods: nodes * podsPerNode })),
    ...podShares.map((share) => ({ nodes: maxNodes, pods: Math.round((maxNodes * podsPerNode) / share) })),
    { nodes: maxNodes, pods: maxNodes * podsPerNode },
  ];
}

async function run(options: ScaleOptions): Promise<void> {
  const rows: ScaleRow[] = [];
  const write = (text: string): void => {
    if (options.json !== true) {
      process.stdout.write(text);
    }
  };
  write(tableHead);
  for (const replicas of replicaCounts) {
    for (const family of options.families) {
      for (const size of sizes(options.maxNodes)) {
        const row = await measureRow({ family, replicas, ...size }, options);
        write(renderRow(row, rows.at(-1)));
        rows.push(row);
      }
    }
  }
  write(`\n${renderGrowth(rows, options.maxNodes)}`);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  }
  const wrong = rows.filter(({ median }) => median.findings.length > 0);
  for (const { family, nodes, pods, median } of wrong) {
    process.stderr.write(`${family}, ${nodes} nodes, ${pods} pods: ${median.findings.slice(0, 3).join("; ")}\n`);
  }
  process.exitCode = wrong.length === 0 ? exitCode.fine : exitCode.userError;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError("is not a whole number of at least 1");
  }
  return value;
}

export function defineScaleCommand(): Command {
  return new Command("scale")
    .description("How the planner's time and memory grow with the cluster, by what constrains the pods (the default).")
    .addOption(new Option("--max-nodes <number>", "nodes of the largest cluster").argParser(wholeNumber).default(5000))
    .addOption(new Option("--families <name...>", "what constrains the pods").choices(familyNames).default([...familyNames], "all"))
    .addOption(new Option("--objective <name>", "what comes first after the ceilings").choices(Object.keys(presets)).default("balance"))
    .addOption(new Option("--runs <number>", "runs of each size, of which the median counts").argParser(wholeNumber).default(3))
    .option("--json", "print all measurements as JSON and nothing else")
    .addHelpText(
      "after",
      "\nExit code: 0, or 1 when the independent checker finds anything wrong with a plan.\n\nExamples:\n  npm run bench -- scale --max-nodes 500\n  npm run bench -- scale --families basic mixed --runs 1",
    )
    .action(run);
}
