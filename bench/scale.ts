/**
 * How the planner's time grows with the cluster. Times depend on the machine, so each row also gives its ratio to the
 * row before; doubling the cluster is the unit.
 */
import { performance } from "node:perf_hooks";
import { Command } from "commander";
import { plan } from "../infra/placement/plan";
import { syntheticCluster } from "./clusters";

const sizes = [4, 8, 16, 32];
const runs = 3;

interface Measurement {
  readonly nodes: number;
  readonly workloads: number;
  readonly medianMilliseconds: number;
  readonly largestGap: number;
  readonly status: string;
}

function measure(nodeCount: number): Measurement {
  const problem = syntheticCluster(nodeCount, 1);
  const times: number[] = [];
  let planned = plan(problem);
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    planned = plan(problem);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return {
    nodes: nodeCount,
    workloads: problem.workloads.length,
    medianMilliseconds: times[Math.floor(times.length / 2)] ?? Number.NaN,
    largestGap: Math.max(...planned.objectives.map(({ gap }) => gap)),
    status: planned.status,
  };
}

function measureAll(): void {
  process.stdout.write(
    "| nodes | workloads | median of three | to the row above | largest gap | status |\n| ---: | ---: | ---: | ---: | ---: | --- |\n",
  );
  let before: Measurement | undefined;
  for (const size of sizes) {
    process.stderr.write(`planning ${size} nodes…\n`);
    const measured = measure(size);
    const ratio = before === undefined ? "" : `× ${(measured.medianMilliseconds / before.medianMilliseconds).toFixed(1)}`;
    process.stdout.write(
      `| ${measured.nodes} | ${measured.workloads} | ${measured.medianMilliseconds.toFixed(0)} ms | ${ratio} | ${(measured.largestGap * 100).toFixed(1)} % | ${measured.status} |\n`,
    );
    before = measured;
  }
}

export function defineScaleCommand(): Command {
  return new Command("scale").description("How the planner's time grows with the cluster (the default).").action(measureAll);
}
