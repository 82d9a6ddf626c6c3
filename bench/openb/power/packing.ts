import { emptyNode, fits, type NodeState, occupy, tightDevices } from "../node-state";
import { type GpuNode, type GpuPod, totalGpuMilli } from "../trace/model";

/** A pod on a node. */
export interface PackedPod {
  /** Index into the pods. */
  readonly pod: number;
  readonly devices: readonly number[];
}

/** A placement that is being worked on: pods on nodes, and pods that have none yet. */
export class Packing {
  readonly states: readonly NodeState[];
  private readonly packed: PackedPod[][];
  /** Pods without a node. */
  readonly waiting: Set<number>;
  /** GPU that placed pods have, in thousandths. */
  gpuMilli = 0;
  /** CPU that placed pods without GPU have. */
  cpuOnlyMilli = 0;

  constructor(
    nodes: readonly GpuNode[],
    readonly pods: readonly GpuPod[],
  ) {
    this.states = nodes.map(emptyNode);
    this.packed = nodes.map(() => []);
    this.waiting = new Set(pods.keys());
  }

  podsOn(node: number): readonly PackedPod[] {
    return this.packed[node] ?? [];
  }

  /** Puts a waiting pod on a node, shares on the fullest device that takes them; false when it does not fit. */
  tryPlace(index: number, node: number): boolean {
    const state = this.states[node];
    const pod = this.pods[index];
    if (state === undefined || pod === undefined || !fits(state, pod)) {
      return false;
    }
    this.put({ pod: index, devices: tightDevices(state, pod) }, node);
    return true;
  }

  /** Empties a node; its pods wait again. */
  clear(node: number): readonly PackedPod[] {
    const removed = this.packed[node] ?? [];
    this.packed[node] = [];
    for (const { pod, devices } of removed) {
      this.count(pod, node, devices, -1);
      this.waiting.add(pod);
    }
    return removed;
  }

  /** Puts pods back as `clear` found them. */
  restore(node: number, pods: readonly PackedPod[]): void {
    this.clear(node);
    pods.forEach((placed) => {
      this.put(placed, node);
    });
  }

  private put(placed: PackedPod, node: number): void {
    this.packed[node]?.push(placed);
    this.count(placed.pod, node, placed.devices, 1);
    this.waiting.delete(placed.pod);
  }

  private count(index: number, node: number, devices: readonly number[], sign: 1 | -1): void {
    const state = this.states[node];
    const pod = this.pods[index];
    if (state === undefined || pod === undefined) {
      throw new Error("a pod or node out of range");
    }
    occupy(state, pod, devices, sign);
    this.gpuMilli += sign * totalGpuMilli(pod);
    this.cpuOnlyMilli += pod.gpus === 0 ? sign * pod.cpuMilli : 0;
  }
}
