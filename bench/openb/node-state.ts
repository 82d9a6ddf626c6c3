import { acceptsModel, deviceMilli, type GpuNode, type GpuPod, sharesDevice } from "./trace/model";

/** What is left of a node. */
export interface NodeState {
  readonly node: GpuNode;
  cpuMilliLeft: number;
  memoryMiBLeft: number;
  podsLeft: number;
  /** Of each device, in the node's own order. */
  readonly gpuMilliLeft: number[];
}

/** Pods that a node of the published simulation takes. */
const maxPods = 1001;

export function emptyNode(node: GpuNode): NodeState {
  return {
    node,
    cpuMilliLeft: node.cpuMilli,
    memoryMiBLeft: node.memoryMiB,
    podsLeft: maxPods,
    gpuMilliLeft: Array.from({ length: node.gpus }, () => deviceMilli),
  };
}

/** Whether the pod fits: CPU, memory, its model, and on each device that it needs. */
export function fits(state: NodeState, pod: GpuPod): boolean {
  if (state.cpuMilliLeft < pod.cpuMilli || state.memoryMiBLeft < pod.memoryMiB || state.podsLeft < 1) {
    return false;
  }
  if (pod.gpus === 0) {
    return true;
  }
  return acceptsModel(pod, state.node.gpuModel) && devicesWithRoom(state, pod.gpuMilli) >= pod.gpus;
}

/** How many devices have at least so much left. */
export function devicesWithRoom(state: NodeState, gpuMilli: number): number {
  let devices = 0;
  for (const left of state.gpuMilliLeft) {
    devices += left >= gpuMilli ? 1 : 0;
  }
  return devices;
}

/** Thousandths of a GPU that are idle on all devices together. */
export function idleGpuMilli(state: NodeState): number {
  let idle = 0;
  for (const left of state.gpuMilliLeft) {
    idle += left;
  }
  return idle;
}

/** The first devices that are wholly free, as many as the pod asks for. */
export function firstFreeDevices(state: NodeState, gpus: number): number[] {
  const devices: number[] = [];
  for (let device = 0; device < state.gpuMilliLeft.length && devices.length < gpus; device++) {
    if (state.gpuMilliLeft[device] === deviceMilli) {
      devices.push(device);
    }
  }
  return devices;
}

/** The device with the least left that still has room for a share; the first of equals. -1 when none has. */
export function fullestDevice(state: NodeState, gpuMilli: number): number {
  let fullest = -1;
  let least = Number.POSITIVE_INFINITY;
  state.gpuMilliLeft.forEach((left, device) => {
    if (left >= gpuMilli && left < least) {
      fullest = device;
      least = left;
    }
  });
  return fullest;
}

/** The devices that packing tightly gives a pod that fits. */
export function tightDevices(state: NodeState, pod: GpuPod): number[] {
  return sharesDevice(pod) ? [fullestDevice(state, pod.gpuMilli)] : firstFreeDevices(state, pod.gpus);
}

/** Takes (sign 1) or gives back (sign -1) what a pod uses. */
export function occupy(state: NodeState, pod: GpuPod, devices: readonly number[], sign: 1 | -1 = 1): void {
  state.cpuMilliLeft -= sign * pod.cpuMilli;
  state.memoryMiBLeft -= sign * pod.memoryMiB;
  state.podsLeft -= sign;
  for (const device of devices) {
    state.gpuMilliLeft[device] = (state.gpuMilliLeft[device] ?? 0) - sign * pod.gpuMilli;
  }
}
