import type { Finding } from "../infra/diagnostics/finding";
import { allowedNodes } from "../infra/placement/emit/allowed-nodes";
import { leewayOf } from "../infra/placement/emit/emit-placements";
import type { Solver } from "../infra/placement/exact/solver";
import { movesFromLive, type RunningNow } from "../infra/placement/move-plan/live-moves";
import type { MovePlan } from "../infra/placement/move-plan/move-document";
import { describePlan } from "../infra/placement/plan";
import type { Plan } from "../infra/placement/plan-document";
import { assign, podsPerNode } from "../infra/placement/search/assign";
import type { Stack } from "../infra/stack/stack";
import type { LiveCluster } from "./live-cluster";
import { type LiveWorkload, matchPods } from "./live-workloads";
import { isSame, mismatches } from "./mismatches";

/** A stack's plan as nodes and policies were told, and where its pods may be. */
export interface MovingTarget {
  readonly stack: Stack;
  readonly plan: Plan;
  /** Pods by node of every workload by its id. */
  readonly planned: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Where else the scheduler may put pods by the plan's own word: a pod is moved from there, and may come back. */
  readonly leeway: ReadonlyMap<string, readonly string[]>;
  /** Nodes that the emitted constraints let each workload's pods use. */
  readonly allowed: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The steps that a cluster still needs, and where it is not what the tables say. */
export interface LiveMoves {
  readonly moves: MovePlan;
  readonly mismatches: readonly Finding[];
}

/** Plans a stack as `preview` and `up` do. */
export function movingTarget(stack: Stack, solver?: Solver): MovingTarget {
  const assignment = assign(stack.problem, solver);
  const plan = describePlan(stack.problem, assignment);
  return {
    stack,
    plan,
    planned: podsPerNode(assignment),
    leeway: leewayOf(stack, plan),
    allowed: allowedNodes(stack.problem, plan),
  };
}

/** The steps from what a cluster runs now to the plan. */
export function planLiveMoves({ stack, planned }: MovingTarget, cluster: LiveCluster): LiveMoves {
  const matched = matchPods(stack.workloads, cluster);
  const live = new Map([...matched.workloads].map(([id, workload]) => [id, runningNow(workload)]));
  return {
    moves: movesFromLive(stack.problem, planned, live, stack.workloads),
    mismatches: mismatches(stack, cluster, matched),
  };
}

function runningNow({ row, pods, wanted }: LiveWorkload): RunningNow {
  const bound = pods.flatMap(({ node }) => node ?? []);
  const current = Object.fromEntries(
    [...Map.groupBy(bound, (node) => node)].map(([node, own]): [string, number] => [node, own.length]).sort(),
  );
  const restarted = row.estimated || pods.every(({ requests }) => isSame(requests, row.requests));
  return { replicas: wanted, current, requests: restarted ? row.requests : row.currentRequests };
}
