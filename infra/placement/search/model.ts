import { isAdmitted, isUsable, refusals } from "../constraints/admission";
import { type ConstraintSet, prepareConstraints } from "../constraints";
import type { Obstacle } from "../constraints/constraint";
import { blockingTaints, discouragingTaints } from "../constraints/taints";
import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../problem";
import { type NodeKinds, nodeKinds } from "./node-kinds";
import { type PairClasses, pairClasses } from "./pair-classes";
import { placingOrder } from "./placing-order";
import { type PodTerms, podTermsOf } from "./pod-terms";
import { runningPods } from "./running-pods";
import { type StrictSpread, type StrictSpreads, strictSpreadsOf } from "./strict-spreads";
import { shared, type Topology, topologyOf } from "./topology";

/** Index of CPU (milli) and memory (bytes) among a model's resources; extended resources follow. */
export const cpu = 0;
export const memory = 1;

/**
 * A problem as arrays, for the search: nodes by name and workloads by id, so that the order of the input cannot matter.
 * A table `X × Y` is stored row by row: entry `(x, y)` at `x * |Y| + y`. All figures are whole numbers. Nothing is stored
 * for every pair of a workload and a node: what depends on the pair is asked for by function.
 */
export interface Model extends ModelFacts {
  readonly constraints: ConstraintSet;
}

/** {@link Model} without what constraints make of it. */
export interface ModelFacts extends PodTerms {
  readonly problem: PlacementProblem;
  readonly nodes: readonly PlacementNode[];
  readonly workloads: readonly PlacementWorkload[];
  readonly nodeIndex: ReadonlyMap<string, number>;
  /** `cpu`, `memory`, then the extended resources in alphabetical order. */
  readonly resources: readonly string[];
  /** Number of resources. */
  readonly width: number;
  /** Nodes × resources. */
  readonly capacity: Float64Array;
  readonly podCapacity: Int32Array;
  /** Workloads × resources: what one pod requests. */
  readonly requests: Float64Array;
  /** Workloads and nodes that are alike in taints and labels. */
  readonly classes: PairClasses;
  readonly kinds: NodeKinds;
  /** Whether taints and requirements let the workload's pods start on the node. */
  readonly mayUse: (w: number, n: number) => boolean;
  /** Whether a pod may start there by plan: {@link mayUse}, and within the target. A DaemonSet has no target. */
  readonly mayStart: (w: number, n: number) => boolean;
  /** On how many nodes a pod may start by plan. */
  readonly startableNodes: (w: number) => number;
  /** Why not, where it may not start there. */
  readonly refusals: (w: number, n: number) => readonly Obstacle[];
  /**
   * Running pods that may stay where none of theirs could start. 0 unless moves are limited: else whatever has to move
   * does.
   */
  readonly mayStay: (w: number, n: number) => number;
  /** Whether the node may have pods of the workload: they may start there, or stay. */
  readonly admits: (w: number, n: number) => boolean;
  /** Whether a `PreferNoSchedule` taint speaks against movable pods of the workload on the node. */
  readonly isDiscouraged: (w: number, n: number) => boolean;
  /** Pods that each workload should have. */
  readonly wanted: Int32Array;
  /** 1 where the search may choose the node. */
  readonly movable: Uint8Array;
  /** Indices of the workloads that have one pod per node. */
  readonly daemonSets: readonly number[];
  /** Pods before the plan. */
  readonly running: (w: number, n: number) => number;
  /** Nodes that run pods of the workload before the plan, ascending. */
  readonly runningNodes: (w: number) => Int32Array;
  /** Pods before the plan on nodes that the problem no longer has. */
  readonly stranded: Int32Array;
  /** Domains in which a workload has at most one pod each; workloads with the same topology key share them. */
  readonly antiAffinity: readonly (Topology | undefined)[];
  /** Those that count the workload's own pods alone. */
  readonly strictSpreads: readonly (readonly StrictSpread[])[];
  readonly sharedSpreads: StrictSpreads["shared"];
  /** Workloads in the order in which they are placed: leaders first, then by tier, then the largest. */
  readonly order: readonly number[];
  /** Place of each workload in the order. */
  readonly rank: Int32Array;
}

/** Compares by code unit: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function buildModel(problem: PlacementProblem): Model {
  const nodes = [...problem.nodes].sort((a, b) => compareText(a.name, b.name));
  const workloads = [...problem.workloads].sort((a, b) => compareText(a.id, b.id));
  const nodeIndex = new Map(nodes.map((node, n) => [node.name, n]));
  const resources = resourcesOf(nodes, workloads);
  const width = resources.length;
  const capacity = amounts(
    nodes.map(({ allocatable }) => allocatable),
    resources,
  );
  const requests = amounts(
    workloads.map((workload) => workload.requests),
    resources,
  );

  const classes = pairClasses(workloads, nodes);
  const mayUse = classes.table(isUsable);
  const mayStart = classes.table((workload, node) => (workload.mode === "perNode" ? isUsable : isAdmitted)(workload, node));
  const outlasts = classes.table(
    (workload, node) => workload.mode === "replicas" && blockingTaints(workload, node).every(({ effect }) => effect !== "NoExecute"),
  );
  const { on: running, nodes: runningNodes, stranded } = runningPods(workloads, nodeIndex);
  // A workload that is to have no pods leaves none behind; its node is where one would start.
  const mayStay = (w: number, n: number): number =>
    problem.maxMoves !== undefined && (workloads[w]?.replicas ?? 0) > 0 && !mayStart(w, n) && outlasts(w, n) ? running(w, n) : 0;

  const startable = shared((workloadClass: number) => {
    const w = classes.workloadClass.indexOf(workloadClass);
    return nodes.reduce((sum, _, n) => sum + Number(mayStart(w, n)), 0);
  });
  const startableNodes = (w: number): number => startable(classes.workloadClass[w] ?? 0);
  const workloadIndex = new Map(workloads.map(({ id }, w) => [id, w]));
  const terms = podTermsOf(
    workloads,
    workloadIndex,
    shared((key: string) => topologyOf(nodes, key)),
  );
  const spreads = strictSpreadsOf(workloads, workloadIndex, nodes, classes);

  const order = placingOrder(workloads, terms, requests, capacity, width);
  const rank = new Int32Array(workloads.length);
  order.forEach((w, place) => {
    rank[w] = place;
  });

  const facts: ModelFacts = {
    problem,
    nodes,
    workloads,
    nodeIndex,
    resources,
    width,
    capacity,
    podCapacity: Int32Array.from(nodes, ({ allocatable }) => allocatable.pods),
    requests,
    classes,
    kinds: nodeKinds(problem, nodes),
    mayUse,
    mayStart,
    startableNodes,
    refusals: classes.lists(refusals),
    mayStay,
    admits: problem.maxMoves === undefined ? mayStart : (w, n) => mayStart(w, n) || mayStay(w, n) > 0,
    isDiscouraged: classes.table((workload, node) => workload.mode === "replicas" && discouragingTaints(workload, node).length > 0),
    wanted: Int32Array.from(workloads, (workload, w) => wantedPods(workload, () => startableNodes(w))),
    movable: Uint8Array.from(workloads, ({ mode }) => Number(mode === "replicas")),
    daemonSets: workloads.flatMap(({ mode }, w) => (mode === "perNode" ? [w] : [])),
    running,
    runningNodes,
    stranded,
    ...terms,
    antiAffinity: terms.separations.map((separations, w) => separations.find(({ selects }) => selects.includes(w))?.topology),
    strictSpreads: spreads.own,
    sharedSpreads: spreads.shared,
    order,
    rank,
  };
  return { ...facts, constraints: prepareConstraints(facts) };
}

function resourcesOf(nodes: readonly PlacementNode[], workloads: readonly PlacementWorkload[]): readonly string[] {
  const extended = new Set<string>();
  for (const amount of [...nodes.map(({ allocatable }) => allocatable), ...workloads.map(({ requests }) => requests)]) {
    for (const resource of Object.keys(amount.extended)) {
      extended.add(resource);
    }
  }
  return ["cpu", "memory", ...[...extended].sort(compareText)];
}

/** Items × resources. */
function amounts(items: readonly PlacementWorkload["requests"][], resources: readonly string[]): Float64Array {
  const table = new Float64Array(items.length * resources.length);
  items.forEach(({ cpuMilli, memoryBytes, extended }, i) => {
    resources.forEach((resource, r) => {
      table[i * resources.length + r] = r === cpu ? cpuMilli : r === memory ? memoryBytes : (extended[resource] ?? 0);
    });
  });
  return table;
}

/** One for each node that a DaemonSet may use; for a fixed workload what runs now, or its replicas when nothing does. */
function wantedPods(workload: PlacementWorkload, startable: () => number): number {
  switch (workload.mode) {
    case "replicas":
      return workload.replicas;
    case "perNode":
      return startable();
    case "fixed": {
      const running = Object.values(workload.current).reduce((sum, pods) => sum + pods, 0);
      return running === 0 ? workload.replicas : running;
    }
  }
}
