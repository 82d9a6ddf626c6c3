/** A process of its own for one measurement, so that neither its memory nor its compiled code is another's. */
import { performance } from "node:perf_hooks";
import { checkPlan } from "../../infra/placement/check/check-plan";
import { prove } from "../../infra/placement/exact/prove";
import { loadSolver } from "../../infra/placement/exact/solver";
import { describePlan } from "../../infra/placement/plan";
import { podsPerNode } from "../../infra/placement/search/assign";
import { buildModel } from "../../infra/placement/search/model";
import { rankLevels, search } from "../../infra/placement/search/search";
import { largeCluster, type LargeClusterOptions } from "./large-cluster";
import { clusterSchema, type Measurement } from "./measurement";

function cpuTimed<Result>(make: () => Result): { readonly result: Result; readonly seconds: number } {
  const start = process.cpuUsage();
  const result = make();
  const { user, system } = process.cpuUsage(start);
  return { result, seconds: (user + system) / 1e6 };
}

async function measureHere(options: LargeClusterOptions): Promise<Measurement> {
  const solver = await loadSolver();
  const problem = largeCluster(options);
  const start = performance.now();
  const model = cpuTimed(() => buildModel(problem));
  const ranked = rankLevels(model.result);
  const searched = cpuTimed(() => ({ model: model.result, ranked, state: search(model.result, ranked, solver) }));
  const bounded = cpuTimed(() => (solver === undefined ? searched.result : prove(searched.result, solver)));
  const described = cpuTimed(() => describePlan(problem, bounded.result));
  const wallSeconds = (performance.now() - start) / 1000;
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  const plan = described.result;
  const checked = cpuTimed(() => checkPlan(problem, plan, podsPerNode(bounded.result)));
  return {
    workloads: problem.workloads.length,
    cpuSeconds: { model: model.seconds, search: searched.seconds, bound: bounded.seconds, describe: described.seconds },
    wallSeconds,
    checkSeconds: checked.seconds,
    peakMiB,
    gaps: plan.objectives.map(({ name, gap }) => ({ objective: name, gap })),
    unplacedPods: plan.unplaced.reduce((sum, { replicas }) => sum + replicas, 0),
    findings: checked.result.map(({ path, message }) => `${path}: ${message}`),
  };
}

async function main(): Promise<void> {
  const options = clusterSchema.parse(JSON.parse(process.argv[2] ?? ""));
  const measurement = await measureHere(options);
  process.send?.(measurement);
  process.disconnect();
}

void main();
