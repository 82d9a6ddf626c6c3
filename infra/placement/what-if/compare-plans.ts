import type { Plan, PlannedWorkload } from "../plan-document";

/** A plan and how many pods it moves, which the plan itself says only where `disruption` is an objective. */
export interface CountedPlan {
  readonly plan: Plan;
  readonly podsMoved: number;
}

/** What assumptions change: the plan for things as they are against the plan under them. */
export interface PlanComparison {
  /** Estimated draw after the plan, in whole watts. */
  readonly watts: Change;
  readonly podsMoved: Change;
  readonly podsUnplaced: Change;
  /** Ids of workloads that have all their pods placed now and would not, sorted. */
  readonly newlyUnplaced: readonly string[];
  /** The converse. */
  readonly newlyPlaced: readonly string[];
  /** Workloads that would be planned onto other nodes, as far as there are these nodes now and then. */
  readonly elsewhere: number;
}

interface Change {
  readonly now: number;
  readonly then: number;
}

/** Compares the plan for things as they are (`now`) with the one under assumptions (`then`). */
export function comparePlans(now: CountedPlan, then: CountedPlan): PlanComparison {
  const missingNow = missing(now.plan);
  const missingThen = missing(then.plan);
  const lasting = new Set(then.plan.nodes.map(({ name }) => name).filter((name) => now.plan.nodes.some((node) => node.name === name)));
  const where = ({ nodes }: PlannedWorkload): string => nodes.filter((name) => lasting.has(name)).join();
  const whereNow = new Map(now.plan.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, where(workload)]));
  const both = (count: (counted: CountedPlan) => number): Change => ({ now: count(now), then: count(then) });
  return {
    watts: both(({ plan }) => plan.nodes.reduce((sum, { watts }) => sum + watts.after, 0)),
    podsMoved: both(({ podsMoved }) => podsMoved),
    podsUnplaced: both(({ plan }) => plan.unplaced.reduce((sum, { replicas }) => sum + replicas, 0)),
    newlyUnplaced: missingThen.filter((id) => !missingNow.includes(id)),
    newlyPlaced: missingNow.filter((id) => !missingThen.includes(id)),
    elsewhere: then.plan.workloads.filter((workload) => whereNow.get(`${workload.namespace}/${workload.name}`) !== where(workload)).length,
  };
}

function missing({ unplaced }: Plan): readonly string[] {
  return unplaced.map(({ namespace, name }) => `${namespace}/${name}`).sort();
}
