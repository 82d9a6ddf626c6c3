/** The planner beside the real kube-scheduler, on the same nodes and the same pods. */
import { Command, InvalidArgumentError, Option } from "commander";
import { emitNodes, type NodePlacement, selector } from "../../infra/placement/emit/node-placement";
import { pinningOf } from "../../infra/placement/emit/pinning";
import { describePlan } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import type { PlacementProblem } from "../../infra/placement/problem";
import { assign, podsPerNode } from "../../infra/placement/search/assign";
import { startControlPlane } from "../../rehearsal/control-plane/start-control-plane";
import { startProgress } from "../../toolchain/progress";
import { type FamilyName, familyNames } from "../scale/families";
import { benchPod } from "./bench-pod";
import { schedulerInstance } from "./instance";
import { type Outcome, outcomeOf, type Placed } from "./outcome";
import { arrangeNodes, scheduleAll } from "./run-scheduler";

interface Options {
  readonly nodes: number;
  readonly podsPerNode: number;
  readonly family: FamilyName;
  readonly seed: number;
  readonly json?: true;
}

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: Outcome;
  /** Share of the pods on nodes of their planned set, and on nodes that the emitted constraints allow. */
  readonly agreement?: { readonly planned: number; readonly allowed: number };
}

interface Emitted {
  readonly placement: NodePlacement;
  readonly planned: ReadonlySet<string>;
  readonly allowed: ReadonlySet<string>;
}

async function compare({ nodes, podsPerNode: perNode, family, seed }: Options): Promise<readonly Row[]> {
  const problem = schedulerInstance({ nodes, pods: nodes * perNode, family, seed });
  const progress = startProgress({ title: `${family}, ${nodes} nodes, ${nodes * perNode} pods` });
  try {
    progress.step("planning");
    const began = performance.now();
    const assignment = assign(problem);
    const plan = describePlan(problem, assignment);
    const planSeconds = (performance.now() - began) / 1000;
    const planned: Placed = new Map(
      [...podsPerNode(assignment)].map(([id, counts]) => [id, new Map(Object.entries(counts).filter(([, pods]) => pods > 0))]),
    );
    const emitted = emittedBy(problem, plan);

    progress.step("starting the control plane");
    const controlPlane = await startControlPlane({ title: "bench scheduler", environment: process.env, times: { nodeLeaseSeconds: 600 } });
    try {
      progress.step("registering nodes");
      await arrangeNodes(controlPlane, problem);
      const alone = await scheduleAll(controlPlane, problem, benchPod, seed, (text) => {
        progress.step(`kube-scheduler alone: ${text}`);
      });
      const guided = await scheduleAll(
        controlPlane,
        problem,
        (workload, index) => benchPod(workload, index, emitted.get(workload.id)?.placement),
        seed,
        (text) => {
          progress.step(`kube-scheduler with the plan: ${text}`);
        },
      );
      return [
        { name: "planner", seconds: planSeconds, outcome: outcomeOf(problem, planned) },
        { name: "kube-scheduler alone", seconds: alone.seconds, outcome: outcomeOf(problem, alone.placed) },
        {
          name: "kube-scheduler with the plan's constraints",
          seconds: guided.seconds,
          outcome: outcomeOf(problem, guided.placed),
          agreement: agreementOf(guided.placed, emitted),
        },
      ];
    } finally {
      await controlPlane.close();
    }
  } finally {
    progress.done();
  }
}

function emittedBy(problem: PlacementProblem, plan: Plan): ReadonlyMap<string, Emitted> {
  const select = selector(problem.nodes);
  const byId = new Map(plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
  return new Map(
    problem.workloads.flatMap((workload) => {
      const planned = byId.get(workload.id);
      if (planned === undefined) {
        return [];
      }
      const { allowed } = pinningOf(problem, plan, workload, planned);
      const { placement, indistinguishable } = emitNodes(workload, { nodes: planned.nodes, allowed }, problem.nodes, select);
      return [[workload.id, { placement, planned: new Set(planned.nodes), allowed: new Set([...allowed, ...indistinguishable]) }] as const];
    }),
  );
}

function agreementOf(placed: Placed, emitted: ReadonlyMap<string, Emitted>): NonNullable<Row["agreement"]> {
  let [total, planned, allowed] = [0, 0, 0];
  for (const [id, nodes] of placed) {
    const sets = emitted.get(id);
    for (const [node, pods] of nodes) {
      total += pods;
      planned += sets?.planned.has(node) === true ? pods : 0;
      allowed += sets?.allowed.has(node) === true ? pods : 0;
    }
  }
  return { planned: planned / Math.max(1, total), allowed: allowed / Math.max(1, total) };
}

const head = [
  "",
  "seconds",
  "pods placed",
  "empty nodes",
  "mean CPU",
  "deviation",
  "over ceilings",
  "stranded CPU",
  "watts",
  "on planned nodes",
  "on allowed nodes",
];

function render(rows: readonly Row[]): string {
  const cells = rows.map(({ name, seconds, outcome, agreement }) => [
    name,
    seconds.toFixed(1),
    `${outcome.placed} of ${outcome.pods}`,
    String(outcome.emptyNodes),
    percent(outcome.meanCpuShare),
    percent(outcome.cpuDeviation),
    String(outcome.overCeiling),
    percent(outcome.strandedShare),
    String(outcome.watts),
    agreement === undefined ? "" : percent(agreement.planned),
    agreement === undefined ? "" : percent(agreement.allowed),
  ]);
  return `${[head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError("is not a whole number of at least 1");
  }
  return value;
}

export function defineSchedulerCommand(): Command {
  return new Command("scheduler")
    .description("The planner beside the real kube-scheduler, on the same nodes and pods.")
    .addOption(new Option("--nodes <number>", "simulated nodes").argParser(wholeNumber).default(1000))
    .addOption(new Option("--pods-per-node <number>", "pods for each node").argParser(wholeNumber).default(10))
    .addOption(new Option("--family <name>", "what constrains the pods").choices(familyNames).default("mixed"))
    .addOption(new Option("--seed <number>", "draws the instance and the order of arrival").argParser(wholeNumber).default(1))
    .option("--json", "print the rows as JSON and nothing else")
    .addHelpText(
      "after",
      "\nExamples:\n  npm run bench -- scheduler --nodes 100\n  npm run bench -- scheduler --nodes 5000 --pods-per-node 4",
    )
    .action(async (options: Options) => {
      const rows = await compare(options);
      process.stdout.write(options.json === true ? `${JSON.stringify(rows, null, 2)}\n` : render(rows));
    });
}
