import type { PlacementNode, PlacementProblem } from "../../infra/placement/problem";

/** Where pods ended: how many of each workload (by id) on each node (by name). */
export type Placed = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What a placement is like, whoever made it. */
export interface Outcome {
  readonly pods: number;
  readonly placed: number;
  /** Nodes without any pod. */
  readonly emptyNodes: number;
  /** Of the nodes that have pods, the share of CPU that is requested, from 0 to 1: mean, and the standard deviation between nodes. */
  readonly meanCpuShare: number;
  readonly cpuDeviation: number;
  /** Nodes above the ceilings. */
  readonly overCeiling: number;
  /**
   * Fragmentation: the share of all free CPU that lies on nodes with less than a sixteenth of their memory free, which can
   * take next to nothing.
   */
  readonly strandedShare: number;
  /** Idle plus load-proportional; empty nodes sleep. */
  readonly watts: number;
}

interface Load {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

const stranded = 1 / 16;

export function outcomeOf({ nodes, workloads, ceilings }: PlacementProblem, placed: Placed): Outcome {
  const loads = new Map<string, Load>();
  let total = 0;
  for (const { id, requests } of workloads) {
    for (const [node, pods] of placed.get(id) ?? []) {
      const load = loads.get(node) ?? { cpuMilli: 0, memoryBytes: 0, pods: 0 };
      loads.set(node, {
        cpuMilli: load.cpuMilli + pods * requests.cpuMilli,
        memoryBytes: load.memoryBytes + pods * requests.memoryBytes,
        pods: load.pods + pods,
      });
      total += pods;
    }
  }
  const used = nodes.flatMap((node) => {
    const load = loads.get(node.name);
    return load === undefined
      ? []
      : [{ node, load, cpu: load.cpuMilli / node.allocatable.cpuMilli, memory: load.memoryBytes / node.allocatable.memoryBytes }];
  });
  const mean = used.reduce((sum, { cpu }) => sum + cpu, 0) / Math.max(1, used.length);
  const variance = used.reduce((sum, { cpu }) => sum + (cpu - mean) ** 2, 0) / Math.max(1, used.length);
  const free = nodes.map((node) => freeOf(node, loads.get(node.name)));
  const strandedCpu = free.filter(({ memoryShare }) => memoryShare < stranded).reduce((sum, { cpuMilli }) => sum + cpuMilli, 0);
  return {
    pods: workloads.reduce((sum, { replicas }) => sum + replicas, 0),
    placed: total,
    emptyNodes: nodes.length - used.length,
    meanCpuShare: mean,
    cpuDeviation: Math.sqrt(variance),
    overCeiling: used.filter(({ node, cpu, memory }) => {
      const { cpuPercent, memoryPercent } = node.controlPlane ? ceilings.controlPlane : ceilings.worker;
      return cpu * 100 > cpuPercent || memory * 100 > memoryPercent;
    }).length,
    strandedShare:
      strandedCpu /
      Math.max(
        1,
        free.reduce((sum, { cpuMilli }) => sum + cpuMilli, 0),
      ),
    watts: Math.round(
      nodes.reduce((sum, { name, allocatable, power, controlPlane }) => {
        const load = loads.get(name);
        const awake = load !== undefined || controlPlane;
        return sum + (awake ? power.idleWatts + ((power.fullWatts - power.idleWatts) * (load?.cpuMilli ?? 0)) / allocatable.cpuMilli : 0);
      }, 0),
    ),
  };
}

function freeOf({ allocatable }: PlacementNode, load: Load | undefined): { readonly cpuMilli: number; readonly memoryShare: number } {
  return {
    cpuMilli: allocatable.cpuMilli - (load?.cpuMilli ?? 0),
    memoryShare: 1 - (load?.memoryBytes ?? 0) / allocatable.memoryBytes,
  };
}
