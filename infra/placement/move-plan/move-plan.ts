import type { DisruptionBudget } from "../../workloads/schema";
import type { Workload } from "../../workloads/workload";
import type { PlacementProblem } from "../problem";
import type { Assignment } from "../search/assign";
import { instructionsFor } from "./commands";
import { dependenciesOf } from "./dependencies";
import { joinSteps, type OrderedStep } from "./join-steps";
import { type MovePlan, type MoveStep, movesVersion } from "./move-document";
import { type BlockedPods, orderMoves } from "./order-moves";
import { outageOf } from "./outage";
import { whyNow } from "./why-now";

/**
 * The steps that carry a plan out, in order: pure, and the same for the same plan. They presuppose that the plan's
 * constraints are applied, for these are what makes a pod start on its new node.
 *
 * @param assignment The assignment of the problem.
 * @param workloads The stack's, for their budgets, owners and labels.
 */
export function planMoves(problem: PlacementProblem, assignment: Assignment, workloads: readonly Workload[]): MovePlan {
  const { actions, blocked } = orderMoves(assignment, budgetsOf(workloads));
  const steps = joinSteps(assignment, actions);
  const dependencies = dependenciesOf(assignment, steps);
  const rows = new Map(workloads.map((workload) => [workload.id, workload]));
  return {
    version: movesVersion,
    stack: problem.stack,
    ...(problem.assumptions === undefined ? {} : { assumptions: problem.assumptions }),
    steps: steps.map((step, i): MoveStep => {
      const row = rows.get(step.workload.id);
      const after = dependencies[i];
      const again = steps.findIndex(({ kind, workload }, j) => j > i && kind === "start-again" && workload === step.workload);
      const outage = outageOf(step, row, again < 0 ? undefined : again + 1);
      const neighbours = workloads.filter(({ id, namespace }) => namespace === step.workload.namespace && id !== step.workload.id);
      return {
        step: i + 1,
        action: actionOf(step),
        namespace: step.workload.namespace,
        name: step.workload.name,
        tier: step.workload.tier,
        pods: step.pods,
        atOnce: step.atOnce,
        ...(step.from === undefined ? {} : { from: step.from }),
        ...(step.to === undefined ? {} : { to: step.to }),
        why: whyNow(steps, dependencies, i),
        ...(after === undefined ? {} : { after: after + 1 }),
        ...(outage === undefined ? {} : { outage }),
        ...(row === undefined ? { commands: [] } : instructionsFor(step, row, neighbours)),
      };
    }),
    blocked: blocked.map((pods) => describeBlocked(assignment, pods)).sort((a, b) => a.tier - b.tier),
  };
}

function actionOf({ kind, from, to }: OrderedStep): MoveStep["action"] {
  switch (kind) {
    case "move":
      return from === to ? "restart" : "move";
    case "stop-for-room":
    case "end":
      return "stop";
    case "start":
    case "start-again":
      return "start";
  }
}

/** An operator's own budget is not known; its pods go one at a time, as those without a budget do. */
function budgetsOf(workloads: readonly Workload[]): ReadonlyMap<string, DisruptionBudget> {
  return new Map(
    workloads.flatMap(({ id, disruption }) => (disruption === undefined || disruption === "operator" ? [] : [[id, disruption] as const])),
  );
}

function describeBlocked({ model }: Assignment, { w, pods, byBudget }: BlockedPods): MovePlan["blocked"][number] {
  const { namespace = "", name = "", tier = 4 } = model.workloads[w] ?? {};
  const because = byBudget
    ? "its disruption budget lets no pod go"
    : "no order of steps leaves room for it, or for what it has to be with, where the plan has it";
  return { namespace, name, tier, pods, because };
}
