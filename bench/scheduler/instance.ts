import type { PlacementNode, PlacementProblem } from "../../infra/placement/problem";
import type { FamilyName } from "../scale/families";
import { largeCluster } from "../scale/large-cluster";

export interface InstanceOptions {
  readonly nodes: number;
  readonly pods: number;
  readonly family: FamilyName;
  readonly seed: number;
}

/**
 * A cluster of the scale benchmark with nothing on it. What its DaemonSets take is taken off each node instead: 8 pods a
 * node would be most of what the API server has to store, and none of what is compared.
 */
export function schedulerInstance({ nodes, pods, family, seed }: InstanceOptions): PlacementProblem {
  const objectives = ["place", "control-plane", "ceilings", "balance"] as const;
  const problem = largeCluster({ nodes, pods, family, seed, replicas: 10, running: 0, objectives });
  const perNode = problem.workloads.filter(({ mode }) => mode === "perNode");
  const gone = new Set(perNode.map(({ id }) => id));
  const taken = {
    cpuMilli: perNode.reduce((sum, { requests }) => sum + requests.cpuMilli, 0),
    memoryBytes: perNode.reduce((sum, { requests }) => sum + requests.memoryBytes, 0),
    pods: perNode.length,
  };
  return {
    ...problem,
    nodes: problem.nodes.map((node) => withLess(node, taken)),
    workloads: problem.workloads
      .filter(({ id }) => !gone.has(id))
      .map(({ colocateWith, ...workload }) =>
        colocateWith === undefined || gone.has(colocateWith) ? workload : { ...workload, colocateWith },
      ),
  };
}

function withLess(
  node: PlacementNode,
  taken: { readonly cpuMilli: number; readonly memoryBytes: number; readonly pods: number },
): PlacementNode {
  const { cpuMilli, memoryBytes, pods, extended } = node.allocatable;
  return {
    ...node,
    allocatable: {
      cpuMilli: cpuMilli - taken.cpuMilli,
      // Bytes are whole in the API.
      memoryBytes: Math.floor(memoryBytes - taken.memoryBytes),
      pods: pods - taken.pods,
      extended,
    },
  };
}
