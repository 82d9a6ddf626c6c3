import type { Finding } from "../../infra/diagnostics/finding";
import type { Plan, PlannedWorkload, UnplacedWorkload } from "../../infra/placement/plan-document";
import { count } from "./format";

/** What has nodes and does not move: what starts with the plan, and what goes on running where it is or runs nothing. */
export function placed(plan: Plan): { readonly starts: readonly PlannedWorkload[]; readonly stays: readonly PlannedWorkload[] } {
  const still = plan.workloads.filter((workload) => !workload.moved && workload.nodes.length > 0);
  const isNew = ({ before, replicas }: PlannedWorkload): boolean => before.length === 0 && replicas > 0;
  return { starts: still.filter(isNew), stays: still.filter((workload) => !isNew(workload)) };
}

/** `3 workloads start, 1 workload moves`; what there is none of is left out, but for `nothing moves`. */
export function startsAndMoves(plan: Plan): string {
  const starts = placed(plan).starts.length;
  const moves = plan.workloads.filter(({ moved }) => moved).length;
  return [
    ...(starts === 0 ? [] : [count(starts, "workload starts", "workloads start")]),
    moves === 0 ? "nothing moves" : count(moves, "workload moves", "workloads move"),
  ].join(", ");
}

/** Workloads that lack nodes for the same reason and could have them by the same remedies. */
export interface UnplacedGroup {
  readonly workloads: readonly UnplacedWorkload[];
  readonly pods: number;
  /** What keeps them from each node. */
  readonly reason: string;
  readonly blockedBy: readonly string[];
  readonly remedies: readonly string[];
}

export function unplacedGroups(plan: Plan): readonly UnplacedGroup[] {
  const reasons = new Map(plan.workloads.map(({ namespace, name, reason }) => [`${namespace}/${name}`, reason]));
  const reasonOf = ({ namespace, name }: UnplacedWorkload): string => reasons.get(`${namespace}/${name}`) ?? "";
  const groups = Map.groupBy(plan.unplaced, (each) => JSON.stringify([each.blockedBy, each.remedies, reasonOf(each)]));
  return [...groups.values()].flatMap((workloads) =>
    workloads.slice(0, 1).map((first) => ({
      workloads,
      pods: workloads.reduce((sum, { replicas }) => sum + replicas, 0),
      reason: reasonOf(first),
      blockedBy: first.blockedBy,
      remedies: first.remedies,
    })),
  );
}

/** Cases of what the constraints cannot promise, by what would make them sure. */
export interface DoubtGroup {
  readonly fix: string | undefined;
  readonly cases: readonly { readonly names: readonly string[]; readonly message: string }[];
}

export function doubtGroups(doubts: readonly Finding[]): readonly DoubtGroup[] {
  return [...Map.groupBy(doubts, ({ fix }) => fix)].map(([fix, group]) => ({
    fix,
    cases: [...Map.groupBy(group, ({ message }) => message)].map(([message, alike]) => ({
      message,
      names: alike.map(({ path }) => /^workloads\[(.*)\]$/.exec(path)?.[1] ?? path),
    })),
  }));
}
