import type { Machine } from "../hardware/machine";
import { nodeLabelsOf } from "../hardware/node-labels";
import type { Solver } from "../placement/exact/solver";
import type { PlacementNode, PlacementWorkload } from "../placement/problem";
import { type Assignment, assign, podsPerNode } from "../placement/search/assign";
import { cpu, memory } from "../placement/search/model";
import { ceilMiB, floorMiB } from "../quantities/quantity";
import type { Stack } from "../stack/stack";
import type { RentedUsage } from "./burst-document";
import { type BurstPool, nvidiaResource } from "./burst-pool";
import { type Mix, mixesWithin } from "./mixes";

/** Nodes that are rented together, and what runs on them. */
export interface Rental extends Mix {
  /** Pods of each workload on each node, by the workload's id and the node's name. */
  readonly pods: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Pods that the pool's limits leave without a node. */
  readonly waiting: number;
  readonly usage: RentedUsage;
}

/**
 * The cheapest nodes that hold everything, by the scheduler's own rules; where the limits allow none, those that leave the
 * fewest pods waiting.
 *
 * @param rented What is rented already: it stays, with its pods where they are. Default: nothing.
 */
export function cheapestNodes(
  stack: Stack,
  pool: BurstPool,
  workloads: readonly PlacementWorkload[],
  solver: Solver | undefined,
  rented: Pick<Rental, "nodes" | "pods"> = { nodes: [], pods: new Map() },
): Rental {
  let best: Rental = { ...nothing, waiting: workloads.reduce((sum, { replicas }) => sum + replicas, 0) };
  const running = workloads.map((workload) => ({ ...workload, current: rented.pods.get(workload.id) ?? {} }));
  for (const mix of mixesWithin(pool.profile)) {
    if (best.waiting === 0) {
      break;
    }
    if (rented.nodes.every(({ type, count }) => count <= countOf(mix, type))) {
      const rental = rentalOf(stack, pool, mix, running, solver);
      best = best.nodes.length === 0 || rental.waiting < best.waiting ? rental : best;
    }
  }
  return best;
}

export function countOf({ nodes }: Pick<Mix, "nodes">, type: string): number {
  return nodes.find((each) => each.type === type)?.count ?? 0;
}

const nothing: Omit<Rental, "waiting"> = {
  nodes: [],
  onDemandPerHour: 0,
  spotPerHour: 0,
  pods: new Map(),
  usage: {
    cpu: { allocatableMilli: 0, requestedMilli: 0 },
    memory: { allocatableMiB: 0, requestedMiB: 0 },
    gpus: { allocatable: 0, requested: 0 },
  },
};

function rentalOf(stack: Stack, pool: BurstPool, mix: Mix, workloads: readonly PlacementWorkload[], solver: Solver | undefined): Rental {
  // DaemonSets at home do not run in a remote cluster.
  const daemons = pool.remote === undefined ? overhead(stack) : none;
  const machines = mix.nodes.flatMap(({ type, count }) => {
    const machine = pool.machines.find(({ name }) => name === type);
    return machine === undefined ? [] : Array.from({ length: count }, (_, index) => ({ machine, name: `${type}-${index}` }));
  });
  const assignment = assign(
    {
      stack: stack.name,
      nodes: machines.map(({ machine, name }) => nodeOf(machine, name, pool.system.kind, daemons)),
      workloads,
      objectives: ["place"],
      ceilings: stack.problem.ceilings,
      // What runs there is not moved to make room for more.
      maxMoves: 0,
    },
    solver,
  );
  return {
    ...mix,
    pods: podsPerNode(assignment),
    waiting: assignment.model.workloads.reduce((sum, _, w) => sum + assignment.state.unplaced(w), 0),
    usage: usageOf(
      machines.map(({ machine }) => machine),
      daemons,
      assignment,
    ),
  };
}

/** As `kubectl describe node` counts: the DaemonSets' pods are among the requests. */
function usageOf(machines: readonly Machine[], daemons: Overhead, { model, state }: Assignment): RentedUsage {
  const sum = (of: (machine: Machine) => number): number => machines.reduce((all, machine) => all + of(machine), 0);
  const used = (r: number): number => (r < 0 ? 0 : model.nodes.reduce((all, _, n) => all + state.used(n, r), 0));
  return {
    cpu: {
      allocatableMilli: sum(({ allocatable }) => allocatable.cpuMilli),
      requestedMilli: used(cpu) + machines.length * daemons.cpuMilli,
    },
    memory: {
      allocatableMiB: floorMiB(sum(({ allocatable }) => allocatable.memoryBytes)),
      requestedMiB: ceilMiB(used(memory) + machines.length * daemons.memoryBytes),
    },
    gpus: {
      allocatable: sum(({ allocatable }) => allocatable.extended[nvidiaResource] ?? 0),
      requested: used(model.resources.indexOf(nvidiaResource)),
    },
  };
}

interface Overhead {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

const none: Overhead = { cpuMilli: 0, memoryBytes: 0, pods: 0 };

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
      none,
    );
}

function nodeOf(
  machine: Machine,
  name: string,
  system: BurstPool["system"]["kind"],
  { cpuMilli, memoryBytes, pods }: Overhead,
): PlacementNode {
  const { allocatable } = machine;
  return {
    name,
    allocatable: {
      ...allocatable,
      cpuMilli: Math.max(0, allocatable.cpuMilli - cpuMilli),
      memoryBytes: Math.max(0, allocatable.memoryBytes - memoryBytes),
      pods: Math.max(0, allocatable.pods - pods),
    },
    labels: nodeLabelsOf({ ...machine, name }, system),
    taints: machine.taints,
    controlPlane: false,
    power: machine.power,
    host: name,
    capabilities: machine.labels,
  };
}
