import { acceptsModel, type GpuNode, type GpuPod } from "./model";

/** Things that differ in name only, counted once. */
export interface Shapes<T> {
  /** One of each shape. */
  readonly shapes: readonly T[];
  /** The shape of each thing, as an index into `shapes`. */
  readonly shapeOf: readonly number[];
  /** How many have each shape. */
  readonly counts: readonly number[];
}

/** The shapes of pods: same requests, same models. */
export function podShapes(pods: readonly GpuPod[]): Shapes<GpuPod> {
  return groupByShape(pods, (pod) => [pod.cpuMilli, pod.memoryMiB, pod.gpus, pod.gpuMilli, ...pod.gpuModels].join());
}

/** The shapes of nodes: same capacity, same model. */
export function nodeShapes(nodes: readonly GpuNode[]): Shapes<GpuNode> {
  return groupByShape(nodes, (node) => [node.cpuMilli, node.memoryMiB, node.gpus, node.gpuModel].join());
}

/** Whether an empty node of this shape could run the pod. */
export function fitsEmptyNode(pod: GpuPod, node: GpuNode): boolean {
  return pod.cpuMilli <= node.cpuMilli && pod.memoryMiB <= node.memoryMiB && pod.gpus <= node.gpus && acceptsModel(pod, node.gpuModel);
}

function groupByShape<T>(things: readonly T[], key: (thing: T) => string): Shapes<T> {
  const indexes = new Map<string, number>();
  const shapes: T[] = [];
  const counts: number[] = [];
  const shapeOf = things.map((thing) => {
    const name = key(thing);
    const index = indexes.get(name) ?? shapes.length;
    if (index === shapes.length) {
      indexes.set(name, index);
      shapes.push(thing);
    }
    counts[index] = (counts[index] ?? 0) + 1;
    return index;
  });
  return { shapes, shapeOf, counts };
}
