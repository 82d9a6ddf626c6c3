import { type GpuPod, sharesDevice } from "../trace/model";
import { firstFreeDevices, type NodeState, occupy } from "../node-state";
import { fragmentedMilli, type TypicalPod } from "./fragmentation";
import type { Placement, Policy } from "./policy";

/**
 * Fragmentation Gradient Descent (Weng et al., USENIX ATC 2023): the node, and for a share the device, on which the pod
 * adds least fragmentation. The score is 100 × sigmoid of the GPUs by which fragmentation falls, cut to a whole number.
 */
export function fragmentationGradientDescent(typical: readonly TypicalPod[]): Policy {
  return (state, pod) => {
    const before = fragmentedMilli(state, typical);
    if (!sharesDevice(pod)) {
      return tryDevices(state, pod, firstFreeDevices(state, pod.gpus), before, typical);
    }
    let best: Placement = { score: -1, devices: [] };
    state.gpuMilliLeft.forEach((left, device) => {
      if (left >= pod.gpuMilli) {
        const placement = tryDevices(state, pod, [device], before, typical);
        best = placement.score > best.score ? placement : best;
      }
    });
    return best;
  };
}

function tryDevices(state: NodeState, pod: GpuPod, devices: readonly number[], before: number, typical: readonly TypicalPod[]): Placement {
  occupy(state, pod, devices);
  const after = fragmentedMilli(state, typical);
  occupy(state, pod, devices, -1);
  return { score: Math.trunc(100 * sigmoid((before - after) / 1000)), devices };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
