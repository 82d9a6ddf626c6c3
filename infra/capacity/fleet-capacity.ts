import type { NodeFleet } from "../autoscaling/fleet";
import type { Solver } from "../placement/exact/solver";
import type { PlacementProblem } from "../placement/problem";
import { type Assignment, assign } from "../placement/search/assign";
import { addNodes } from "../placement/what-if/add-nodes";
import { ceilMiB } from "../quantities/quantity";
import { type FleetCapacity, type LoadCapacity, type LoadName, loadNames, type WaitingPods } from "./capacity-document";
import { underLoad } from "./loads";
import { scalingBalance } from "./overhead";

/**
 * How many servers each load takes, by trying: a number is enough when every pod has a node. Nothing else counts, ceilings
 * and the loss of a server included; `scale` looks at these.
 *
 * @param solver finds a place for more than the search does. Without it a number may be one too large.
 */
export function fleetCapacity(fleet: NodeFleet, solver?: Solver): FleetCapacity {
  const { minNodes, maxNodes, presentNodes, price } = fleet;
  return {
    servers: { min: minNodes, max: maxNodes, now: presentNodes },
    price: { currency: price.currency, perServerAndMonth: price.perNodeAndMonth, source: price.source },
    costPerMonth: costOf(fleet, presentNodes),
    loads: loadNames.map((load) => loadCapacity(fleet, load, solver)),
    scaling: scalingBalance(fleet.withNodes(presentNodes).workloads),
  };
}

function loadCapacity(fleet: NodeFleet, load: LoadName, solver: Solver | undefined): LoadCapacity {
  const tried = new Map<number, Assignment>();
  const assigned = (servers: number): Assignment => {
    const known = tried.get(servers) ?? assign(posed(fleet, load, servers), solver);
    tried.set(servers, known);
    return known;
  };
  const present = assigned(fleet.presentNodes);
  // What waits is what a plan leaves out that also looks at everything else.
  const waiting = waitingIn(present).length === 0 ? [] : waitingIn(assign(posed(fleet, load, fleet.presentNodes, "all"), solver));
  const servers = fewest(fleet, load, (number) => waitingIn(assigned(number)).length === 0);
  const { pods, cpuMilli, memoryBytes } = demandOf(present.model.problem);
  return {
    load,
    pods,
    cpuMilli,
    memoryMiB: ceilMiB(memoryBytes),
    waiting,
    ...(servers === undefined ? {} : { servers, costPerMonth: costOf(fleet, servers) }),
  };
}

/** The smallest number that fits, without trying those that have less in all than is asked for. */
function fewest(fleet: NodeFleet, load: LoadName, fits: (servers: number) => boolean): number | undefined {
  const most = 2 * fleet.maxNodes;
  for (let servers = fleet.minNodes; servers <= most; servers += 1) {
    if (hasEnough(posed(fleet, load, servers)) && fits(servers)) {
      return servers;
    }
  }
  return undefined;
}

/** Whether everything has a node is the first objective, and can be had without the others. */
function posed(fleet: NodeFleet, load: LoadName, servers: number, objectives: "place" | "all" = "place"): PlacementProblem {
  const { problem, workloads } = fleet.withNodes(Math.min(servers, fleet.maxNodes));
  const last = problem.nodes.at(-1);
  const grown = servers > fleet.maxNodes && last !== undefined ? addNodes(problem, last, servers - fleet.maxNodes) : problem;
  const loaded = underLoad(grown, workloads, load);
  return objectives === "all" ? loaded : { ...loaded, objectives: ["place"] };
}

function hasEnough(problem: PlacementProblem): boolean {
  const demand = demandOf(problem);
  const has = (of: (node: PlacementProblem["nodes"][number]) => number): number => problem.nodes.reduce((sum, node) => sum + of(node), 0);
  return (
    has(({ allocatable }) => allocatable.cpuMilli) >= demand.cpuMilli &&
    has(({ allocatable }) => allocatable.memoryBytes) >= demand.memoryBytes &&
    has(({ allocatable }) => allocatable.pods) >= demand.pods
  );
}

interface Demand {
  readonly pods: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

function demandOf({ nodes, workloads }: PlacementProblem): Demand {
  return workloads.reduce(
    (sum, { mode, replicas, requests }) => {
      // A fleet's servers are alike, and without taints: what runs on each runs on all.
      const pods = mode === "perNode" ? nodes.length : replicas;
      return {
        pods: sum.pods + pods,
        cpuMilli: sum.cpuMilli + pods * requests.cpuMilli,
        memoryBytes: sum.memoryBytes + pods * requests.memoryBytes,
      };
    },
    { pods: 0, cpuMilli: 0, memoryBytes: 0 },
  );
}

function waitingIn({ model, state }: Assignment): readonly WaitingPods[] {
  return model.workloads.flatMap(({ namespace, name }, w) => {
    const pods = state.unplaced(w);
    return pods === 0 ? [] : [{ namespace, name, pods }];
  });
}

function costOf({ price }: NodeFleet, servers: number): number {
  return Math.round(100 * price.perNodeAndMonth * servers) / 100;
}
