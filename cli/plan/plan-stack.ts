import type { Finding } from "../../infra/diagnostics/finding";
import { type HostShares, hostShares } from "../../infra/hardware/host-shares";
import { allowedNodes } from "../../infra/placement/emit/allowed-nodes";
import { emissionFindings } from "../../infra/placement/emit/emit-placements";
import { rolloutFindings } from "../../infra/placement/emit/old-pods-first";
import type { Solver } from "../../infra/placement/exact/solver";
import { describePlan } from "../../infra/placement/plan";
import type { Plan } from "../../infra/placement/plan-document";
import { type PodMove, podMoves } from "../../infra/placement/pod-moves";
import type { PlacementProblem } from "../../infra/placement/problem";
import { type Assignment, assign, movedPods } from "../../infra/placement/search/assign";
import { assume, type WhatIf } from "../../infra/placement/what-if/assume";
import { comparePlans, type PlanComparison } from "../../infra/placement/what-if/compare-plans";
import { type MovesLeftOut, movesLeftOut } from "../../infra/placement/what-if/moves-left-out";
import { type OneMoreNode, oneMoreNode } from "../../infra/placement/what-if/one-more-node";
import { completionFindings } from "../../infra/placement/worst-case/completion-findings";
import { memoryLimits, type NodeMemoryLimits } from "../../infra/stack/memory-limits";
import type { Stack } from "../../infra/stack/stack";
import type { Progress } from "./progress";

/** A stack's plan with what the reports say beside it. */
export interface PlannedStack {
  /** With the assumptions. */
  readonly problem: PlacementProblem;
  readonly assignment: Assignment;
  readonly plan: Plan;
  readonly moves: readonly PodMove[];
  /** How many pods these are. */
  readonly podsMoved: number;
  /** Where kube-scheduler may do otherwise than the plan says. */
  readonly doubts: readonly Finding[];
  /** Which kinds of nodes would help if there were one more; undefined where nothing falls short. */
  readonly oneMoreNode: readonly OneMoreNode[] | undefined;
  /** What the pods of each node may use at most, before the plan and with it. */
  readonly memoryLimits: readonly NodeMemoryLimits[];
  /** What the hosts of the machines have promised of what they have; none where all machines are made of metal. */
  readonly hosts: readonly HostShares[];
  /** What the assumptions change; absent when there are none. */
  readonly comparison?: PlanComparison;
  /** What the limit on moves keeps the plan from; absent when there is none. */
  readonly movesLeftOut?: MovesLeftOut;
}

/**
 * Plans a stack under assumptions; touches neither Pulumi nor a cluster. The doubts are looked for, and one more
 * node is tried, when they are asked for.
 *
 * @throws UserError when what is to be assumed cannot be.
 */
export function planStack(stack: Stack, whatIf: WhatIf, solver?: Solver, progress?: Progress): PlannedStack {
  const problem = assume(stack.problem, whatIf);
  const then = planProblem(problem, solver, progress);
  let doubts: readonly Finding[] | undefined;
  return {
    problem,
    ...then,
    moves: podMoves(then.assignment),
    get doubts() {
      if (doubts === undefined) {
        progress?.say("planned; looking for what kube-scheduler may do otherwise");
        doubts = doubtsOf(stack, problem, then.plan);
      }
      return doubts;
    },
    get oneMoreNode() {
      progress?.say("planned; trying one more node");
      return oneMoreNode(problem, then.assignment);
    },
    memoryLimits: memoryLimits(stack, then.assignment),
    hosts: hostShares(
      stack.hardware,
      problem.nodes.map(({ name }) => name),
    ),
    ...(problem.assumptions === undefined ? {} : { comparison: comparePlans(planProblem(stack.problem, solver, progress), then) }),
    ...(problem.maxMoves === undefined ? {} : { movesLeftOut: movesLeftOut(then.assignment) }),
  };
}

function planProblem(
  problem: PlacementProblem,
  solver: Solver | undefined,
  progress: Progress | undefined,
): { readonly assignment: Assignment; readonly plan: Plan; readonly podsMoved: number } {
  const assignment = assign(problem, solver);
  progress?.say("placed; finding reasons");
  return { assignment, plan: describePlan(problem, assignment), podsMoved: movedPods(assignment) };
}

/** A workload that is left behind is not meant to be where it is, so nothing is promised about it. */
function doubtsOf(stack: Stack, problem: PlacementProblem, plan: Plan): readonly Finding[] {
  const behind = new Set(
    plan.workloads.flatMap(({ namespace, name, leftBehind }) => (leftBehind === undefined ? [] : [`workloads[${namespace}/${name}]`])),
  );
  return [
    ...emissionFindings({ ...stack, problem }, plan).filter(({ path }) => !behind.has(path)),
    ...completionFindings(problem, plan, allowedNodes(problem, plan)),
    ...rolloutFindings(stack.workloads, plan),
  ];
}
