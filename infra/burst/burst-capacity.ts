import type { Machine } from "../hardware/machine";
import { nodeLabelsOf } from "../hardware/node-labels";
import type { Solver } from "../placement/exact/solver";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../placement/problem";
import { assign } from "../placement/search/assign";
import { atNight, atPeak } from "../placement/what-if/at-time";
import { placementWorkloadOf } from "../stack/placement-workload";
import type { Stack } from "../stack/stack";
import type { Workload } from "../workloads/workload";
import type { BurstCapacity, BurstLoad, BurstLoadName, RentedNodes } from "./burst-document";
import { burstLoadNames } from "./burst-document";
import type { BurstPool } from "./burst-pool";
import { type Mix, mixesWithin } from "./mixes";
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
  const asked = mayBurst.flatMap((workload) => {
    const replicas = workload.burst === "only" ? podsUnder(workload, load) : 0;
    return replicas === 0 ? [] : [{ ...placementWorkloadOf(workload, [workload]), replicas }];
  });
  const pushed = waiting(stack, mayBurst, load, solver);
  const workloads = [...asked, ...pushed];
  const pods = workloads.map(({ id, replicas }) => ({ id, pods: replicas }));
  if (workloads.length === 0) {
    return { load, pods, nodes: [], onDemandPerHour: 0, spotPerHour: 0, waiting: 0 };
  }
  const nodes = cheapest(stack, pool, workloads, solver);
  return { load, pods, ...nodes };
}

function podsUnder({ replicas, scaling }: Workload, load: BurstLoadName): number {
  return scaling === undefined || load === "normal" ? replicas : load === "peak" ? scaling.maxReplicas : scaling.minReplicas;
}

/** What may burst and has no place at home. */
function waiting(
  stack: Stack,
  mayBurst: readonly Workload[],
  load: BurstLoadName,
  solver: Solver | undefined,
): readonly PlacementWorkload[] {
  const candidates = new Set(mayBurst.filter(({ burst }) => burst === "instead").map(({ id }) => id));
  if (candidates.size === 0) {
    return [];
  }
  const { problem } = stack;
  const { model, state } = assign(load === "peak" ? atPeak(problem) : load === "minimum" ? atNight(problem) : problem, solver);
  return model.workloads.flatMap((workload, index) => {
    const replicas = state.unplaced(index);
    const posed = problem.workloads.find(({ id }) => id === `${workload.namespace}/${workload.name}`);
    return posed === undefined || replicas === 0 || !candidates.has(posed.id) ? [] : [{ ...posed, replicas, target: [], current: {} }];
  });
}

/** The cheapest nodes that hold everything; where the limits allow none, those that leave the fewest pods waiting. */
function cheapest(
  stack: Stack,
  pool: BurstPool,
  workloads: readonly PlacementWorkload[],
  solver: Solver | undefined,
): Pick<BurstLoad, "nodes" | "onDemandPerHour" | "spotPerHour" | "waiting"> {
  let best: { readonly mix: Mix; readonly waiting: number } | undefined;
  for (const mix of mixesWithin(pool.profile)) {
    const left = waitingOn(stack, pool, mix, workloads, solver);
    if (best === undefined || left < best.waiting) {
      best = { mix, waiting: left };
    }
    if (left === 0) {
      break;
    }
  }
  const { mix, waiting: left } = best ?? { mix: undefined, waiting: workloads.reduce((sum, { replicas }) => sum + replicas, 0) };
  const nodes: readonly RentedNodes[] = mix?.nodes ?? [];
  return { nodes, onDemandPerHour: mix?.onDemandPerHour ?? 0, spotPerHour: mix?.spotPerHour ?? 0, waiting: left };
}

function waitingOn(stack: Stack, pool: BurstPool, mix: Mix, workloads: readonly PlacementWorkload[], solver: Solver | undefined): number {
  const problem: PlacementProblem = {
    stack: stack.name,
    nodes: mix.nodes.flatMap(({ type, count }) => {
      const machine = pool.machines.find(({ name }) => name === type);
      return machine === undefined ? [] : Array.from({ length: count }, (_, index) => nodeOf(machine, `${type}-${index}`, overhead(stack)));
    }),
    workloads,
    objectives: ["place"],
    ceilings: stack.problem.ceilings,
  };
  const { model, state } = assign(problem, solver);
  return model.workloads.reduce((sum, _, index) => sum + state.unplaced(index), 0);
}

interface Overhead {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

/** Every DaemonSet that asks for no particular node counts, as if it tolerated the taint: rather a node too large. */
function overhead({ workloads }: Stack): Overhead {
  return workloads
    .filter(({ kind, requires }) => kind === "DaemonSet" && requires.length === 0)
    .reduce(
      (sum, { requests }) => ({
        cpuMilli: sum.cpuMilli + requests.cpuMilli,
        memoryBytes: sum.memoryBytes + requests.memoryBytes,
        pods: sum.pods + 1,
      }),
      { cpuMilli: 0, memoryBytes: 0, pods: 0 },
    );
}

function nodeOf(machine: Machine, name: string, { cpuMilli, memoryBytes, pods }: Overhead): PlacementNode {
  const { allocatable } = machine;
  return {
    name,
    allocatable: {
      ...allocatable,
      cpuMilli: Math.max(0, allocatable.cpuMilli - cpuMilli),
      memoryBytes: Math.max(0, allocatable.memoryBytes - memoryBytes),
      pods: Math.max(0, allocatable.pods - pods),
    },
    labels: nodeLabelsOf({ ...machine, name }, "talos"),
    taints: machine.taints,
    controlPlane: false,
    power: machine.power,
    host: name,
    capabilities: machine.labels,
  };
}
