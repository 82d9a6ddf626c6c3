import type { Solver } from "../placement/exact/solver";
import { assign } from "../placement/search/assign";
import { atNight, atPeak } from "../placement/what-if/at-time";
import type { Stack } from "../stack/stack";
import type { Workload } from "../workloads/workload";
import type { BurstCapacity, BurstLoad, BurstLoadName } from "./burst-document";
import { burstLoadNames } from "./burst-document";
import type { BurstPool } from "./burst-pool";
import { podsAsked, podsPushed } from "./bursting-pods";
import { cheapestNodes } from "./cheapest-nodes";
import { monthlyCosts } from "./monthly-costs";

/**
 * When a stack would rent nodes, which ones, and what that costs: for each load, what waits on the machines of the table
 * and may burst is given to the cheapest nodes that hold it, by the scheduler's own rules.
 *
 * @returns undefined when the stack does not burst.
 */
export function burstCapacity(stack: Stack, solver?: Solver): BurstCapacity | undefined {
  const { burst: pool } = stack;
  if (pool === undefined) {
    return undefined;
  }
  const { profile } = pool;
  const mayBurst = stack.workloads.filter(({ burst }) => burst !== undefined);
  return {
    pool: profile.pool,
    region: profile.region,
    capacityTypes: profile.capacityTypes,
    limits: profile.limits,
    price: profile.prices,
    instanceTypes: profile.instanceTypes.map(({ name, onDemandPerHour, spotPerHour }) => ({ name, onDemandPerHour, spotPerHour })),
    coldStart: profile.coldStart,
    workloads: mayBurst.map(({ id, burst }) => ({ id, when: burst === "only" ? "always" : "when no machine has room" })),
    loads: burstLoadNames.map((load) => loadOf(stack, pool, mayBurst, load, solver)),
    ...monthlyCosts(pool),
  };
}

function loadOf(stack: Stack, pool: BurstPool, mayBurst: readonly Workload[], load: BurstLoadName, solver: Solver | undefined): BurstLoad {
  const { problem } = stack;
  const pushed = mayBurst.some(({ burst }) => burst === "instead")
    ? podsPushed(mayBurst, assign(load === "peak" ? atPeak(problem) : load === "minimum" ? atNight(problem) : problem, solver))
    : [];
  const workloads = [...podsAsked(mayBurst, load), ...pushed];
  const { nodes, onDemandPerHour, spotPerHour, waiting, usage } = cheapestNodes(stack, pool, workloads, solver);
  return { load, pods: workloads.map(({ id, replicas }) => ({ id, pods: replicas })), nodes, onDemandPerHour, spotPerHour, waiting, usage };
}
