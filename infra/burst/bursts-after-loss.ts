import type { Solver } from "../placement/exact/solver";
import type { PlacementWorkload } from "../placement/problem";
import type { Assignment } from "../placement/search/assign";
import type { AffectedPods, BurstsAfterLoss, Failure } from "../placement/what-if/failure-document";
import type { Stack } from "../stack/stack";
import type { BurstLoadName } from "./burst-document";
import { burstingPods, podsAsked, podsPushed } from "./bursting-pods";
import { cheapestNodes, countOf, type Rental } from "./cheapest-nodes";
import { withoutFractions } from "./mixes";

/**
 * What would be rented for the pods that wait after a loss and may burst, beside what the plan rents anyway: that stays,
 * with its pods where they are. Nothing is rented while too few control planes are left to schedule anything.
 *
 * @param planned The plan that a node is lost from.
 * @param load What runs on rented nodes before the loss.
 * @returns for each loss; undefined when nothing that waits may burst.
 */
export function burstsAfterLoss(
  stack: Stack,
  planned: Assignment,
  load: BurstLoadName,
  solver?: Solver,
): (failure: Failure) => BurstsAfterLoss | undefined {
  const { burst: pool, workloads } = stack;
  if (pool === undefined) {
    return () => undefined;
  }
  const mayBurst = new Set(workloads.filter(({ burst }) => burst === "instead").map(({ id }) => id));
  const posed = new Map(planned.model.workloads.map((workload) => [workload.id, workload]));
  const usual = [...podsAsked(workloads, load), ...podsPushed(workloads, planned)];
  const before = cheapestNodes(stack, pool, usual, solver);
  return ({ controlPlaneWorks, waits }) => {
    const rows = waits.filter((row) => mayBurst.has(idOf(row)));
    if (!controlPlaneWorks || rows.length === 0) {
      return undefined;
    }
    const extra = rows.flatMap((row) => {
      const workload = posed.get(idOf(row));
      return workload === undefined ? [] : [burstingPods(workload, row.pods)];
    });
    const after = cheapestNodes(stack, pool, together(usual, extra), solver, before);
    const bursting = rows.map((row) => ({ row, pods: Math.min(row.pods, podsOf(after, row) - podsOf(before, row)) }));
    const some = (of: (each: (typeof bursting)[number]) => number): readonly AffectedPods[] =>
      bursting
        .map((each) => ({ namespace: each.row.namespace, name: each.row.name, tier: each.row.tier, pods: of(each) }))
        .filter(({ pods }) => pods > 0);
    return {
      pods: some(({ pods }) => pods),
      nodes: after.nodes.map(({ type, count }) => ({ type, count: count - countOf(before, type) })).filter(({ count }) => count > 0),
      onDemandPerHour: withoutFractions(after.onDemandPerHour - before.onDemandPerHour),
      spotPerHour: withoutFractions(after.spotPerHour - before.spotPerHour),
      currency: pool.profile.prices.currency,
      waits: some(({ row, pods }) => row.pods - pods),
    };
  };
}

/** Pods of one workload are one row, whether they are there already or wait. */
function together(usual: readonly PlacementWorkload[], extra: readonly PlacementWorkload[]): readonly PlacementWorkload[] {
  return [...Map.groupBy([...usual, ...extra], ({ id }) => id).values()].flatMap((rows) =>
    rows.slice(0, 1).map((row) => ({ ...row, replicas: rows.reduce((sum, { replicas }) => sum + replicas, 0) })),
  );
}

function podsOf({ pods }: Rental, row: AffectedPods): number {
  return Object.values(pods.get(idOf(row)) ?? {}).reduce((sum, count) => sum + count, 0);
}

function idOf({ namespace, name }: Pick<AffectedPods, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
