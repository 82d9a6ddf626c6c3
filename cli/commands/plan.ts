import { Command, InvalidArgumentError, Option } from "commander";
import { fleetOfStack } from "../../infra/autoscaling/fleet-of-stack";
import type { FleetCapacity } from "../../infra/capacity/capacity-document";
import { burstCapacity } from "../../infra/burst/burst-capacity";
import type { BurstLoadName } from "../../infra/burst/burst-document";
import { burstsAfterLoss } from "../../infra/burst/bursts-after-loss";
import { fleetCapacity } from "../../infra/capacity/fleet-capacity";
import type { StackConfig } from "../../infra/stack/config";
import { coordinationMatrix } from "../../infra/workloads/coordination-document";
import { planMoves } from "../../infra/placement/move-plan/move-plan";
import { type WhatIf } from "../../infra/placement/what-if/assume";
import type { FailureTable } from "../../infra/placement/what-if/failure-document";
import { loadDefinition } from "../../stacks/definitions";
import type { StackDefinition } from "../../infra/stack/definition";
import { loadStack } from "../../infra/stack/load-stack";
import type { PrintedPlan } from "../../infra/stack/plan-json-schema";
import { printedMemoryLimits } from "../../infra/stack/memory-limits";
import type { Stack } from "../../infra/stack/stack";
import { chosenStack } from "../chosen-stack";
import { exitCode } from "../exit-code";
import { renderCoordinationMarkdown } from "../report/coordination-markdown";
import { renderCoordination } from "../report/coordination-terminal";
import { renderFailures } from "../report/failures-terminal";
import { renderFailuresMarkdown } from "../report/failures-markdown";
import { renderPlanHtml } from "../report/html/plan-html";
import { renderMoves } from "../report/moves-terminal";
import { renderMovesMarkdown } from "../report/moves-markdown";
import { renderPlanMarkdown } from "../report/plan-markdown";
import { renderPlanSvg } from "../report/plan-svg";
import { renderPlan } from "../report/plan-terminal";
import { stackArgument } from "../stack-argument";
import { loadSolver, type Solver } from "../../infra/placement/exact/solver";
import { readStackConfigFile } from "../stack-config-file";
import { failureTable } from "../plan/failure-table";
import { type PlannedStack, planStack } from "../plan/plan-stack";
import { Progress } from "../plan/progress";

interface PlanOptions extends WhatIf {
  readonly json?: true;
  readonly markdown?: true;
  readonly svg?: true;
  readonly html?: true;
  readonly failures?: true;
  readonly moves?: true;
  readonly coordination?: true;
  readonly objective?: StackConfig["objective"];
  readonly applyRecommendations?: true;
}

const loadAt: Readonly<Record<NonNullable<WhatIf["at"]>, BurstLoadName>> = { now: "normal", peak: "peak", night: "minimum" };

const examples = `
Exit code: 0 everything has a node, 1 something has none or the input is wrong, 2 a fault in Berth.

Examples:
  npm run plan homelab
  npm run -s plan homelab -- --json | jq .unplaced
  npm run plan homelab -- --objective power
  npm run plan homelab -- --without talos02-gpu --add talos03=2 --at peak
  npm run plan homelab -- --max-moves 5
  npm run plan homelab -- --failures
  npm run plan homelab -- --moves
  npm run plan homelab -- --coordination
  npm run -s plan homelab -- --html > plan.html`;

export function definePlanCommand(): Command {
  return new Command("plan")
    .description("Decide where every workload of a stack goes, and say why.")
    .addArgument(stackArgument())
    .addOption(
      new Option("--json", "print the plan as JSON (schema/plan.schema.json) and nothing else").conflicts(["markdown", "svg", "html"]),
    )
    .addOption(new Option("--markdown", "print the plan as Markdown").conflicts(["svg", "html"]))
    .addOption(new Option("--svg", "print the plan as a picture").conflicts("html"))
    .option("--html", "print the plan as a page of its own, with what moves drawn between the nodes")
    .addOption(
      new Option("--failures", "print what the loss of each node means (JSON: schema/failures.schema.json)").conflicts([
        "svg",
        "html",
        "maxMoves",
      ]),
    )
    .addOption(
      new Option("--moves", "print the steps that carry the plan out, in order (JSON: schema/moves.schema.json)").conflicts([
        "svg",
        "html",
        "failures",
      ]),
    )
    .addOption(
      new Option(
        "--coordination",
        "print who may touch each workload: KEDA, VPA, descheduler, Karpenter, upgrades (JSON: schema/coordination.schema.json)",
      ).conflicts(["svg", "html", "failures", "moves", "without", "add", "at", "maxMoves"]),
    )
    .addOption(
      new Option("--objective <preset>", "plan with another preset than the stack's configuration names").choices(["balance", "power"]),
    )
    .option("--apply-recommendations", "plan with the VPA's recommended requests")
    .option("--without <node>", "assume that a node, or a host with its machines, is gone (repeatable)", appended)
    .option("--add <kind[=n]>", "assume n (default 1) more machines like a node or those of a pool (repeatable)", appended)
    .addOption(
      new Option("--at <time>", "assume that all that KEDA scales has as many (peak) or as few (night) pods as it may").choices([
        "now",
        "peak",
        "night",
      ]),
    )
    .option("--max-moves <n>", "move at most n pods from where they run now", wholeNumber)
    .addHelpText("after", examples)
    .action(async (named: string | undefined, options: PlanOptions) => {
      const stackName = chosenStack(named);
      const definition = await loadDefinition(stackName);
      const config: StackConfig = {
        ...readStackConfigFile(process.cwd(), stackName),
        ...(options.objective === undefined ? {} : { objective: options.objective }),
        ...(options.applyRecommendations === undefined ? {} : { applyRecommendations: true }),
      };
      const stack = loadStack(definition, config);
      if (options.coordination === true) {
        process.stdout.write(renderActors(stack, options));
        return;
      }
      const progress = new Progress(process.stderr);
      const solver = await loadSolver();
      const planned = planStack(stack, options, solver, progress);
      process.stdout.write(rendered(stack, planned, options, solver, progress, () => capacity(definition, config, stack, options, solver)));
      process.exitCode = planned.plan.status === "infeasible" ? exitCode.userError : exitCode.fine;
    });
}

function rendered(
  stack: Stack,
  planned: PlannedStack,
  options: PlanOptions,
  solver: Solver | undefined,
  progress: Progress,
  fleetOf: () => FleetCapacity | undefined,
): string {
  if (options.moves === true) {
    return renderSteps(stack, planned, options);
  }
  return options.failures === true
    ? renderLosses(
        failureTable(planned, progress, burstsAfterLoss(stack, planned.assignment, loadAt[options.at ?? "now"], solver)),
        options,
      )
    : render(stack, planned, options, fleetOf);
}

/** How far the stack's fleet goes, where it has one whose number varies and nothing else about its servers is assumed. */
function capacity(
  definition: StackDefinition,
  config: StackConfig,
  { hardware }: Stack,
  { without, add, maxMoves }: PlanOptions,
  solver: Solver | undefined,
): FleetCapacity | undefined {
  const varies = hardware.fleets.some(({ minCount, maxCount }) => minCount < maxCount);
  const assumed = without !== undefined || add !== undefined || maxMoves !== undefined;
  return varies && !assumed ? fleetCapacity(fleetOfStack(definition, config), solver) : undefined;
}

function render(stack: Stack, planned: PlannedStack, options: PlanOptions, fleetOf: () => FleetCapacity | undefined): string {
  const { plan, hosts } = planned;
  const burst = burstCapacity(stack);
  if (options.svg === true) {
    return renderPlanSvg(plan, burst);
  }
  const fleet = fleetOf();
  if (options.json === true) {
    const memoryLimits = printedMemoryLimits(planned.memoryLimits);
    const { oneMoreNode, movesLeftOut } = planned;
    const printed: PrintedPlan = {
      ...plan,
      ...(hosts.length === 0 ? {} : { hosts }),
      ...(fleet === undefined ? {} : { fleet }),
      ...(burst === undefined ? {} : { burst }),
      ...(memoryLimits.length === 0 ? {} : { memoryLimits }),
      ...(oneMoreNode === undefined ? {} : { oneMoreNode }),
      ...(movesLeftOut === undefined ? {} : { movesLeftOut }),
    };
    return `${JSON.stringify(printed, null, 2)}\n`;
  }
  const asides = { ...planned, ...(fleet === undefined ? {} : { fleet }), ...(burst === undefined ? {} : { burst }) };
  if (options.markdown === true) {
    return renderPlanMarkdown(plan, asides);
  }
  if (options.html === true) {
    return renderPlanHtml({ ...asides, coordination: coordinationMatrix(stack) });
  }
  return renderPlan(plan, asides);
}

function renderLosses(table: FailureTable, options: PlanOptions): string {
  if (options.json === true) {
    return `${JSON.stringify(table, null, 2)}\n`;
  }
  return options.markdown === true ? renderFailuresMarkdown(table) : renderFailures(table);
}

function renderSteps({ workloads }: Stack, { problem, assignment }: PlannedStack, options: PlanOptions): string {
  const moves = planMoves(problem, assignment, workloads);
  if (options.json === true) {
    return `${JSON.stringify(moves, null, 2)}\n`;
  }
  return options.markdown === true ? renderMovesMarkdown(moves) : renderMoves(moves);
}

/** Who may touch what follows from the tables alone: nothing is planned for it. */
function renderActors(stack: Stack, options: PlanOptions): string {
  const matrix = coordinationMatrix(stack);
  if (options.json === true) {
    return `${JSON.stringify(matrix, null, 2)}\n`;
  }
  return options.markdown === true ? renderCoordinationMarkdown(matrix) : renderCoordination(matrix);
}

function appended(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) {
    throw new InvalidArgumentError("It must be a whole number from 0.");
  }
  return Number(value);
}
