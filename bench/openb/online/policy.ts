import type { GpuPod } from "../trace/model";
import type { NodeState } from "../node-state";

/** Where on a node a pod would go, and how good that is. */
export interface Placement {
  /** A whole number; the highest wins, and among equals the node of the lowest rank. */
  readonly score: number;
  /** The devices that the pod takes, by their order on the node. */
  readonly devices: readonly number[];
}

/** Scores a node that the pod fits on. The answer depends on nothing but the two. */
export type Policy = (state: NodeState, pod: GpuPod) => Placement;
