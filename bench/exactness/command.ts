/** How close to optimal plans of random clusters are proven to be, and what that takes beyond the search. */
import { Command } from "commander";
import { loadSolver, type Solver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import { isProven } from "../../infra/placement/proven";
import { type Preset, randomInstance } from "./instances";

const sizes = [
  { workloads: 60, nodes: 6 },
  { workloads: 100, nodes: 10 },
  { workloads: 200, nodes: 20 },
] as const;
const presets: readonly Preset[] = ["balance", "power"];
const seeds = [1, 2, 3];
const decisive = { balance: ["balance", "watts", "disruption"], power: ["watts", "disruption", "balance"] } as const;

/** Everything runs on one thread: its CPU time is what a machine with nothing else to do takes. */
interface Timed {
  readonly planned: Plan;
  readonly milliseconds: number;
}

function timed(make: () => Plan): Timed {
  const start = process.cpuUsage();
  const planned = make();
  return { planned, milliseconds: process.cpuUsage(start).user / 1000 };
}

function row(workloads: number, nodes: number, preset: Preset, seed: number, solver: Solver | undefined): string {
  const problem = randomInstance(workloads, nodes, seed, preset);
  const searched = timed(() => plan(problem));
  const proven = timed(() => plan(problem, solver));
  const [first] = decisive[preset];
  const value = ({ planned }: Timed): number => planned.objectives.find(({ name }) => name === first)?.value ?? Number.NaN;
  const gaps = decisive[preset].map((name) => {
    const objective = proven.planned.objectives.find((each) => each.name === name);
    return objective === undefined ? "" : isProven(objective) ? `${name} proven` : `${name} ${(100 * objective.gap).toFixed(2)} %`;
  });
  const better = (100 * (1 - value(proven) / value(searched))).toFixed(2);
  const seconds = (proven.milliseconds / 1000).toFixed(1);
  const ratio = (proven.milliseconds / Math.max(1, searched.milliseconds)).toFixed(0);
  return `| ${workloads} × ${nodes} | ${preset} | ${seed} | ${better} % | ${gaps.join(", ")} | ${proven.planned.status} | ${seconds} s | × ${ratio} |`;
}

async function measureAll(): Promise<void> {
  const solver = await loadSolver();
  process.stdout.write(
    "| workloads × nodes | preset | seed | first objective below the search's | gaps | status | CPU time | to the search alone |\n" +
      "| --- | --- | ---: | ---: | --- | --- | ---: | ---: |\n",
  );
  for (const { workloads, nodes } of sizes) {
    for (const preset of presets) {
      for (const seed of seeds) {
        process.stdout.write(`${row(workloads, nodes, preset, seed, solver)}\n`);
      }
    }
  }
}

export function defineExactnessCommand(): Command {
  return new Command("exactness").description("How close to optimal plans of random clusters are proven to be.").action(measureAll);
}
