import { atPeak } from "../placement/what-if/at-time";
import { assuming } from "../placement/what-if/assuming";
import type { PlacementProblem } from "../placement/problem";
import type { Plan } from "../placement/plan-document";

/** Share of the memory and CPU of all nodes that is used, in percent. */
export interface Utilisation {
  readonly memoryPercent: number;
  readonly cpuPercent: number;
}

/** What a fleet has to carry. */
export interface Load {
  /** How many pods what is scaled by KEDA has: as the table says for normal load, or as many as it may have. */
  readonly scale: "normal" | "peak";
  /** Pods of workloads at the moment, by `namespace/name`, where known; instead of what `scale` says. Default: none known. */
  readonly replicas?: Readonly<Record<string, number>>;
  /** Measured on the nodes that there are now. What is not measured is taken to be what the pods request. */
  readonly measured?: Partial<Utilisation>;
}

/** The problem with as many pods as the load has. */
export function underLoad(problem: PlacementProblem, { scale, replicas = {} }: Load): PlacementProblem {
  const scaled = scale === "peak" ? atPeak(problem) : problem;
  const running = (id: string, otherwise: number): number => replicas[id] ?? otherwise;
  const changed = scaled.workloads.filter((each) => each.mode === "replicas" && running(each.id, each.replicas) !== each.replicas);
  if (changed.length === 0) {
    return scaled;
  }
  const workloads = scaled.workloads.map((each) =>
    changed.includes(each) ? { ...each, replicas: running(each.id, each.replicas) } : each,
  );
  return assuming(scaled, { workloads }, `with the pods that run now of ${changed.map(({ id }) => id).join(", ")}`);
}

/** What the pods of a plan request of all nodes together. */
export function requestedUtilisation({ nodes }: Plan): Utilisation {
  const total = (of: (node: Plan["nodes"][number]) => number): number => nodes.reduce((sum, node) => sum + of(node), 0);
  return {
    memoryPercent: percent(
      total(({ memory }) => memory.afterMiB),
      total(({ memory }) => memory.allocatableMiB),
    ),
    cpuPercent: percent(
      total(({ cpu }) => cpu.afterMilli),
      total(({ cpu }) => cpu.allocatableMilli),
    ),
  };
}

/**
 * What was measured on some nodes, on another number of them: what is used stays as it is, and all nodes have the same to
 * use. That each node's own daemons come and go with it is left out, which makes a larger fleet look a little better than
 * it is.
 */
export function carriedOver({ memoryPercent, cpuPercent }: Partial<Utilisation>, fromNodes: number, toNodes: number): Partial<Utilisation> {
  const factor = fromNodes / toNodes;
  return {
    ...(memoryPercent === undefined ? {} : { memoryPercent: memoryPercent * factor }),
    ...(cpuPercent === undefined ? {} : { cpuPercent: cpuPercent * factor }),
  };
}

/** The fuller of the two. */
export function fullest({ memoryPercent, cpuPercent }: Utilisation): number {
  return Math.max(memoryPercent, cpuPercent);
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : (100 * part) / whole;
}
