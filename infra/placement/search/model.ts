import { isAdmitted, isUsable } from "../constraints/admission";
import { noLeader, unknownLeader } from "../constraints/colocation";
import { blockingTaints } from "../constraints/taints";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";
import { type Topology, topologyOf } from "./topology";

/** Index of CPU (milli) and memory (bytes) among a model's resources; extended resources follow. */
export const cpu = 0;
export const memory = 1;

/**
 * A problem as arrays, for the search: nodes by name and workloads by id, so that the order of the input cannot matter.
 * A table `X × Y` is stored row by row: entry `(x, y)` at `x * |Y| + y`. All figures are whole numbers.
 */
export interface Model {
  readonly problem: PlacementProblem;
  readonly nodes: readonly PlacementNode[];
  readonly workloads: readonly PlacementWorkload[];
  readonly nodeIndex: ReadonlyMap<string, number>;
  /** `cpu`, `memory`, then the extended resources in alphabetical order. */
  readonly resources: readonly string[];
  /** Nodes × resources. */
  readonly capacity: Float64Array;
  readonly podCapacity: Int32Array;
  /** Workloads × resources: what one pod requests. */
  readonly requests: Float64Array;
  /** Workloads × nodes: 1 where taints, requirements and target allow it, or pods may stay. A DaemonSet has no target. */
  readonly admitted: Uint8Array;
  /**
   * Workloads × nodes: running pods that may stay where none of theirs could start. All 0 unless moves are limited:
   * else whatever has to move does.
   */
  readonly stays: Int32Array;
  /** Pods that each workload should have. */
  readonly wanted: Int32Array;
  /** 1 where the search may choose the node. */
  readonly movable: Uint8Array;
  /** Workloads × nodes: pods before the plan. */
  readonly current: Int32Array;
  /** Pods before the plan on nodes that the problem no longer has. */
  readonly stranded: Int32Array;
  /** Index of the workload whose nodes it must share, `noLeader` or `unknownLeader`. */
  readonly leader: Int32Array;
  readonly followers: readonly (readonly number[])[];
  readonly antiAffinity: readonly (Topology | undefined)[];
  readonly strictSpread: readonly (StrictSpread | undefined)[];
  /** Workloads in the order in which they are placed: leaders first, then by tier, then the largest. */
  readonly order: readonly number[];
}

export interface StrictSpread extends Topology {
  readonly maxSkew: number;
}

/** Compares by code unit: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function buildModel(problem: PlacementProblem): Model {
  const nodes = [...problem.nodes].sort((a, b) => compareText(a.name, b.name));
  const workloads = [...problem.workloads].sort((a, b) => compareText(a.id, b.id));
  const nodeIndex = new Map(nodes.map((node, n) => [node.name, n]));
  const workloadIndex = new Map(workloads.map((workload, w) => [workload.id, w]));
  const extended = new Set([
    ...nodes.flatMap((node) => Object.keys(node.allocatable.extended)),
    ...workloads.flatMap((workload) => Object.keys(workload.requests.extended)),
  ]);
  const resources = ["cpu", "memory", ...[...extended].sort(compareText)];
  const amounts = (of: {
    readonly cpuMilli: number;
    readonly memoryBytes: number;
    readonly extended: Readonly<Record<string, number>>;
  }): readonly number[] => [of.cpuMilli, of.memoryBytes, ...resources.slice(2).map((resource) => of.extended[resource] ?? 0)];

  const startable = Uint8Array.from(
    workloads.flatMap((workload) =>
      nodes.map((node) => Number(workload.mode === "perNode" ? isUsable(workload, node) : isAdmitted(workload, node))),
    ),
  );
  const current = Int32Array.from(workloads.flatMap((workload) => nodes.map((node) => workload.current[node.name] ?? 0)));
  const stays = Int32Array.from(
    workloads.flatMap((workload, w) =>
      nodes.map((node, n) => {
        const entry = w * nodes.length + n;
        const may = problem.maxMoves !== undefined && startable[entry] === 0 && outlastsTaints(workload, node);
        return may ? (current[entry] ?? 0) : 0;
      }),
    ),
  );
  const stranded = Int32Array.from(
    workloads.map((workload) => Object.entries(workload.current).reduce((sum, [name, pods]) => sum + (nodeIndex.has(name) ? 0 : pods), 0)),
  );
  const leader = Int32Array.from(
    workloads.map(({ id, colocateWith }) =>
      colocateWith === undefined || colocateWith === id ? noLeader : (workloadIndex.get(colocateWith) ?? unknownLeader),
    ),
  );
  const followers: number[][] = workloads.map(() => []);
  leader.forEach((l, w) => followers[l]?.push(w));

  const capacity = Float64Array.from(nodes.flatMap((node) => amounts(node.allocatable)));
  const requests = Float64Array.from(workloads.flatMap((workload) => amounts(workload.requests)));
  return {
    problem,
    nodes,
    workloads,
    nodeIndex,
    resources,
    capacity,
    podCapacity: Int32Array.from(nodes.map((node) => node.allocatable.pods)),
    requests,
    admitted: startable.map((one, entry) => Number(one === 1 || (stays[entry] ?? 0) > 0)),
    stays,
    wanted: Int32Array.from(
      workloads.map((workload, w) => wantedPods(workload, startable.subarray(w * nodes.length, (w + 1) * nodes.length))),
    ),
    movable: Uint8Array.from(workloads.map((workload) => Number(workload.mode === "replicas"))),
    current,
    stranded,
    leader,
    followers,
    antiAffinity: workloads.map(({ antiAffinityTopologyKey }) =>
      antiAffinityTopologyKey === undefined ? undefined : topologyOf(nodes, antiAffinityTopologyKey),
    ),
    strictSpread: workloads.map(({ spreads = [] }, w) => {
      const spread = spreads.find(({ strict }) => strict);
      return spread !== undefined
        ? { ...topologyOf(nodes, spread.topologyKey, (n) => startable[w * nodes.length + n] === 1), maxSkew: spread.maxSkew }
        : undefined;
    }),
    order: placingOrder(workloads, leader, shares(workloads.length, resources.length, requests, capacity)),
  };
}

/**
 * Whether a running pod stays where it could not start: only NoExecute evicts what runs. A workload that is to have no
 * pods leaves none behind; its node is where one would start.
 */
function outlastsTaints(workload: PlacementWorkload, node: PlacementNode): boolean {
  return (
    workload.mode === "replicas" && workload.replicas > 0 && blockingTaints(workload, node).every(({ effect }) => effect !== "NoExecute")
  );
}

/** One for each node that a DaemonSet may use; for a fixed workload what runs now, or its replicas when nothing does. */
function wantedPods(workload: PlacementWorkload, admitted: Uint8Array): number {
  switch (workload.mode) {
    case "replicas":
      return workload.replicas;
    case "perNode":
      return admitted.reduce((sum, one) => sum + one, 0);
    case "fixed": {
      const running = Object.values(workload.current).reduce((sum, pods) => sum + pods, 0);
      return running === 0 ? workload.replicas : running;
    }
  }
}

/** The largest share of the cluster's supply that one pod of each workload requests. */
function shares(workloads: number, width: number, requests: Float64Array, capacity: Float64Array): readonly number[] {
  const supply = new Float64Array(width);
  capacity.forEach((amount, i) => {
    supply[i % width] = (supply[i % width] ?? 0) + amount;
  });
  return Array.from({ length: workloads }, (_, w) =>
    supply.reduce((largest, total, r) => Math.max(largest, total === 0 ? 0 : (requests[w * width + r] ?? 0) / total), 0),
  );
}

function placingOrder(workloads: readonly PlacementWorkload[], leader: Int32Array, share: readonly number[]): readonly number[] {
  const byPriority = workloads
    .map((workload, w) => ({ w, tier: workload.tier, share: share[w] ?? 0 }))
    .sort((a, b) => a.tier - b.tier || b.share - a.share || a.w - b.w);
  const order = new Set<number>();
  const visit = (w: number, followed: ReadonlySet<number>): void => {
    const l = leader[w] ?? noLeader;
    if (l >= 0 && !followed.has(l)) {
      visit(l, new Set([...followed, w]));
    }
    order.add(w);
  };
  for (const { w } of byPriority) {
    visit(w, new Set([w]));
  }
  return [...order];
}
