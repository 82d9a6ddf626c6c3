import type { GpuNode, GpuPod } from "../trace/model";
import { nodeWatts } from "./watts";

/**
 * Watts of a cluster with a placement, added up from the assignments alone: what a search has counted on its way takes
 * no part. The placement is taken to be valid.
 */
export function placementWatts(
  nodes: readonly GpuNode[],
  pods: readonly GpuPod[],
  assignments: readonly ({ readonly node: number; readonly devices: readonly number[] } | undefined)[],
  emptyNodesSleep: boolean,
): number {
  const loads = nodes.map(() => ({ pods: 0, cpuMilli: 0, devices: new Set<number>() }));
  pods.forEach((pod, index) => {
    const assignment = assignments[index];
    const load = loads[assignment?.node ?? -1];
    if (assignment !== undefined && load !== undefined) {
      load.pods += 1;
      load.cpuMilli += pod.cpuMilli;
      // A pod that asks for nothing of a device does not wake it.
      assignment.devices.forEach((device) => (pod.gpuMilli > 0 ? load.devices.add(device) : undefined));
    }
  });
  return nodes.reduce((sum, node, index) => {
    const { pods: count, cpuMilli, devices } = loads[index] ?? { pods: 0, cpuMilli: 0, devices: new Set() };
    return sum + nodeWatts(node, { pods: count, cpuMilli, busyGpus: devices.size }, emptyNodesSleep);
  }, 0);
}
