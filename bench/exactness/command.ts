/** How close to optimal plans of random clusters are proven to be, and what that takes beyond the search. */
import { Command, InvalidArgumentError } from "commander";
import { loadSolver, type Solver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import { type Family, type Preset, randomInstance } from "./instances";

const sizes = [
  { workloads: 60, nodes: 6 },
  { workloads: 100, nodes: 10 },
  { workloads: 200, nodes: 20 },
] as const;
const families: readonly Family[] = ["scratch", "running"];
const presets: readonly Preset[] = ["balance", "power"];
const defaultSeeds = [1, 2, 3, 4, 5];
const decisive = { balance: ["balance", "watts", "disruption"], power: ["watts", "disruption", "balance"] } as const;

interface Measured {
  readonly planned: Plan;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

function measured(make: () => Plan): Measured {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const planned = make();
  const { user, system } = process.cpuUsage(cpu);
  return { planned, cpuSeconds: (user + system) / 1e6, wallSeconds: (performance.now() - wall) / 1000 };
}

/** The middle of an odd number of figures, and the greatest. */
function medianAndWorst(figures: readonly number[], digits: number): string {
  const sorted = figures.toSorted((a, b) => a - b);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toFixed(digits)} (${(sorted.at(-1) ?? Number.NaN).toFixed(digits)})`;
}

function row(
  workloads: number,
  nodes: number,
  family: Family,
  preset: Preset,
  seeds: readonly number[],
  solver: Solver | undefined,
): string {
  const runs = seeds.map((seed) => {
    const problem = randomInstance(workloads, nodes, seed, preset, family);
    return { searched: measured(() => plan(problem)), proven: measured(() => plan(problem, solver)) };
  });
  const of = ({ planned }: Measured, name: string): { readonly value: number; readonly gap: number } =>
    planned.objectives.find((objective) => objective.name === name) ?? { value: Number.NaN, gap: Number.NaN };
  const [first] = decisive[preset];
  const cells = [
    `${workloads} × ${nodes}`,
    family,
    preset,
    medianAndWorst(
      runs.map(({ searched, proven }) => 100 * (of(searched, first).value / of(proven, first).value - 1)),
      2,
    ),
    ...[0, 1, 2].map((place) => {
      const name = decisive[preset][place] ?? first;
      return `${name} ${medianAndWorst(
        runs.map(({ proven }) => 100 * of(proven, name).gap),
        2,
      )}`;
    }),
    `${runs.filter(({ proven }) => proven.planned.status === "optimal").length} of ${runs.length}`,
    medianAndWorst(
      runs.map(({ searched }) => searched.cpuSeconds),
      1,
    ),
    medianAndWorst(
      runs.map(({ proven }) => proven.cpuSeconds),
      1,
    ),
    medianAndWorst(
      runs.map(({ proven }) => proven.wallSeconds),
      1,
    ),
  ];
  return `| ${cells.join(" | ")} |`;
}

async function measureAll(options: { readonly size?: string; readonly seeds: readonly number[] }): Promise<void> {
  const solver = await loadSolver();
  process.stdout.write(
    "| workloads × nodes | from | preset | search alone above, % | first gap, % | second gap, % | third gap, % | optimal | CPU of the search, s | CPU of all, s | wall, s |\n" +
      "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
  );
  for (const { workloads, nodes } of sizes.filter(
    (size) => options.size === undefined || options.size === `${size.workloads}x${size.nodes}`,
  )) {
    for (const family of families) {
      for (const preset of presets) {
        process.stdout.write(`${row(workloads, nodes, family, preset, options.seeds, solver)}\n`);
      }
    }
  }
}

function parseSeeds(text: string): readonly number[] {
  const seeds = text.split(",").map(Number);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0)) {
    throw new InvalidArgumentError("Seeds are whole numbers with commas between them.");
  }
  return seeds;
}

export function defineExactnessCommand(): Command {
  return new Command("exactness")
    .description("How close to optimal plans of random clusters are proven to be.")
    .option("--size <WxN>", "only one size: 60x6, 100x10 or 200x20")
    .option("--seeds <n,...>", "seeds of the random clusters", parseSeeds, defaultSeeds)
    .action(measureAll);
}
