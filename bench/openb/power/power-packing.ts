import { fullestDevice, type NodeState } from "../node-state";
import { type PackedPod, Packing } from "./packing";
import { deviceMilli, type GpuNode, type GpuPod, sharesDevice } from "../trace/model";
import { nodeWatts, packageCpuMilli, packageWatts, wattsOfGpu } from "./watts";

/**
 * What is rewarded of a device or package that is awake, by its power: the square of its part that is unused. One that is
 * nearly empty and one that is nearly full are better than two half full, as the first can soon be emptied.
 */
const unevenness = 0.5;

/** A placement that is being worked on, and what it draws. */
export class PowerPacking {
  private readonly packing: Packing;
  private readonly watts: number[];
  private readonly costs: number[];
  /** Of all nodes together. */
  totalWatts = 0;
  /** Watts of all nodes less a reward for uneven use: what a search follows where many moves draw the same. */
  totalCost = 0;

  constructor(
    readonly nodes: readonly GpuNode[],
    readonly pods: readonly GpuPod[],
    private readonly emptyNodesSleep: boolean,
  ) {
    this.packing = new Packing(nodes, pods);
    this.watts = nodes.map(() => 0);
    this.costs = nodes.map(() => 0);
    nodes.forEach((_, node) => {
      this.weigh(node);
    });
  }

  /** How many pods have no node. */
  get unplaced(): number {
    return this.packing.waiting.size;
  }

  podsOn(node: number): readonly PackedPod[] {
    return this.packing.podsOn(node);
  }

  state(node: number): NodeState {
    return this.packing.states[node] ?? fail();
  }

  /** Watts more if a pod that fits went to a node. */
  wattsAdded(pod: GpuPod, node: number): number {
    const state = this.state(node);
    const used = state.node.cpuMilli - state.cpuMilliLeft;
    const load = {
      pods: this.podsOn(node).length + 1,
      cpuMilli: used + pod.cpuMilli,
      busyGpus: busyGpus(state) + devicesWoken(state, pod),
    };
    return nodeWatts(state.node, load, this.emptyNodesSleep) - (this.watts[node] ?? 0);
  }

  /** Cost more if a pod that fits went to a node. */
  costAdded(pod: GpuPod, node: number): number {
    const state = this.state(node);
    return this.wattsAdded(pod, node) - unevenness * (unevenWatts(state, pod) - unevenWatts(state));
  }

  tryPlace(pod: number, node: number): boolean {
    const placed = this.packing.tryPlace(pod, node);
    if (placed) {
      this.weigh(node);
    }
    return placed;
  }

  /** Empties a node; its pods wait. */
  clear(node: number): readonly PackedPod[] {
    const removed = this.packing.clear(node);
    this.weigh(node);
    return removed;
  }

  /** Makes a node hold just these pods. */
  restore(node: number, pods: readonly PackedPod[]): void {
    this.packing.restore(node, pods);
    this.weigh(node);
  }

  private weigh(node: number): void {
    const state = this.state(node);
    const load = { pods: this.podsOn(node).length, cpuMilli: state.node.cpuMilli - state.cpuMilliLeft, busyGpus: busyGpus(state) };
    const watts = nodeWatts(state.node, load, this.emptyNodesSleep);
    this.totalWatts += watts - (this.watts[node] ?? 0);
    this.watts[node] = watts;
    const cost = watts - unevenness * unevenWatts(state);
    this.totalCost += cost - (this.costs[node] ?? 0);
    this.costs[node] = cost;
  }
}

/**
 * Watts' worth of what a node has awake but leaves unused once a pod that fits has gone there: the rest of its last
 * active CPU package and of the device that is shared. Tells apart nodes that would draw the same.
 */
export function wattsLeftUnused(state: NodeState, pod: GpuPod): number {
  const used = state.node.cpuMilli - state.cpuMilliLeft + pod.cpuMilli;
  const cpu = (Math.ceil(used / packageCpuMilli) - used / packageCpuMilli) * (packageWatts.full - packageWatts.idle);
  const device = sharesDevice(pod) ? (state.gpuMilliLeft[fullestDevice(state, pod.gpuMilli)] ?? deviceMilli) - pod.gpuMilli : 0;
  return cpu + device / 10;
}

/** Squares of the unused parts of a node's last active package and busy devices, each by the watts that waking it costs. */
function unevenWatts(state: NodeState, pod?: GpuPod): number {
  const used = (state.node.cpuMilli - state.cpuMilliLeft + (pod?.cpuMilli ?? 0)) / packageCpuMilli;
  const cpu = (packageWatts.full - packageWatts.idle) * (Math.ceil(used) - used) ** 2;
  if (state.node.gpus === 0) {
    return cpu;
  }
  // Whole devices leave nothing unused.
  const shared = pod !== undefined && sharesDevice(pod) ? fullestDevice(state, pod.gpuMilli) : -1;
  let devices = 0;
  state.gpuMilliLeft.forEach((before, device) => {
    const left = device === shared ? before - (pod?.gpuMilli ?? 0) : before;
    devices += left < deviceMilli ? (left / deviceMilli) ** 2 : 0;
  });
  const watts = wattsOfGpu(state.node.gpuModel);
  return cpu + (watts.full - watts.idle) * devices;
}

function busyGpus(state: NodeState): number {
  let busy = 0;
  for (const left of state.gpuMilliLeft) {
    busy += left < deviceMilli ? 1 : 0;
  }
  return busy;
}

function devicesWoken(state: NodeState, pod: GpuPod): number {
  if (!sharesDevice(pod)) {
    return pod.gpus;
  }
  return pod.gpuMilli > 0 && state.gpuMilliLeft[fullestDevice(state, pod.gpuMilli)] === deviceMilli ? 1 : 0;
}

function fail(): never {
  throw new Error("a node out of range");
}
