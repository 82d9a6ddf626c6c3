/** A machine of the OpenB cluster. */
export interface GpuNode {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  /** How many GPU devices it carries; each can be shared in thousandths. */
  readonly gpus: number;
  /** The model of all its devices: `T4`, `V100M32`, `G2`. */
  readonly gpuModel: string;
}

/** A pod of an OpenB trace. */
export interface GpuPod {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  /** Devices asked for; 0 is a CPU-only pod. */
  readonly gpus: number;
  /** Thousandths of each of them: 1000 is a whole device, and only a pod of one device asks for less. */
  readonly gpuMilli: number;
  /** The models that it accepts; none named accepts all. */
  readonly gpuModels: readonly string[];
}

/** Thousandths of a GPU that a device has. */
export const deviceMilli = 1000;

/** What a pod asks of all its devices together, in thousandths of a GPU. */
export function totalGpuMilli(pod: Pick<GpuPod, "gpus" | "gpuMilli">): number {
  return pod.gpus * pod.gpuMilli;
}

/** Whether a pod shares its one device with others. */
export function sharesDevice(pod: Pick<GpuPod, "gpus" | "gpuMilli">): boolean {
  return pod.gpus === 1 && pod.gpuMilli < deviceMilli;
}

/** Whether a pod may run on devices of this model. */
export function acceptsModel(pod: Pick<GpuPod, "gpus" | "gpuModels">, gpuModel: string): boolean {
  return pod.gpus === 0 || pod.gpuModels.length === 0 || pod.gpuModels.includes(gpuModel);
}

/** Thousandths of a GPU that all nodes have together. */
export function clusterGpuMilli(nodes: readonly GpuNode[]): number {
  return nodes.reduce((sum, node) => sum + node.gpus * deviceMilli, 0);
}
