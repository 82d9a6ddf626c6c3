import type { Solver } from "../../../infra/placement/exact/solver";
import { assign } from "../../../infra/placement/search/assign";
import type { Assignment } from "../online/simulate";
import type { GpuNode, GpuPod } from "../trace/model";
import { packDevices } from "./device-packing";
import { placementProblem, workloadId } from "./placement-problem";

/**
 * Places pods that are all known beforehand, by the planner.
 * @returns one for each pod; undefined for one that has no node
 * @throws Error when the planner gives a node more pods than its devices can hold.
 */
export function placeOffline(
  nodes: readonly GpuNode[],
  pods: readonly GpuPod[],
  solver: Solver | undefined,
): readonly (Assignment | undefined)[] {
  const { model, state } = assign(placementProblem(nodes, pods), solver);
  const placed: number[][] = nodes.map(() => []);
  const nodeIndex = new Map(nodes.map(({ name }, node) => [name, node]));
  const workloadIndex = new Map(model.workloads.map(({ id }, w) => [id, w]));
  pods.forEach((_, pod) => {
    for (const n of state.nodesOf(workloadIndex.get(workloadId(pod)) ?? -1)) {
      placed[nodeIndex.get(model.nodes[n]?.name ?? "") ?? -1]?.push(pod);
    }
  });
  const assignments: (Assignment | undefined)[] = pods.map(() => undefined);
  placed.forEach((here, node) => {
    const devices = packDevices(
      here.flatMap((pod) => pods[pod] ?? []),
      nodes[node]?.gpus ?? 0,
    );
    if (devices === undefined) {
      throw new Error(`${nodes[node]?.name ?? ""} has more pods than its devices can hold`);
    }
    here.forEach((pod, i) => {
      assignments[pod] = { node, devices: devices[i] ?? [] };
    });
  });
  return assignments;
}
