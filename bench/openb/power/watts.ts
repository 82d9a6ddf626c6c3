import { UserError } from "../../../infra/diagnostics/user-error";
import type { GpuNode } from "../trace/model";

/** Watts that a device draws. There is nothing between the two: a GPU of which a thousandth is given out draws it all. */
export interface DeviceWatts {
  readonly idle: number;
  readonly full: number;
}

/**
 * Of the power-aware FGD paper's simulator (Lettich et al., CCGrid 2025; `pkg/type/open-gpu-share/utils/const.go`). The
 * trace hides two models; there G2 is taken for an A10 and G3 for an A100.
 */
const gpuWatts: ReadonlyMap<string, DeviceWatts> = new Map([
  ["T4", { idle: 10, full: 70 }],
  ["A10", { idle: 30, full: 150 }],
  ["G2", { idle: 30, full: 150 }],
  ["P100", { idle: 25, full: 250 }],
  ["V100M16", { idle: 30, full: 300 }],
  ["V100M32", { idle: 30, full: 300 }],
  ["A100", { idle: 50, full: 400 }],
  ["G3", { idle: 50, full: 400 }],
]);

/** Every node's CPUs are taken for Xeon E5-2682 v4. */
export const packageWatts: DeviceWatts = { idle: 15, full: 120 };

/** Thousandths of a vCPU on one CPU package: 16 cores of two vCPUs. */
export const packageCpuMilli = 32_000;

/**
 * Watts of the devices of a model.
 * @throws Error for a model that has none; `assertWattsKnown` comes first.
 */
export function wattsOfGpu(model: string): DeviceWatts {
  const watts = gpuWatts.get(model);
  if (watts === undefined) {
    throw new Error(`no watts are known for GPU model ${model}`);
  }
  return watts;
}

/**
 * Checks that the watts of all GPUs are known.
 * @throws UserError naming every model that has none.
 */
export function assertWattsKnown(nodes: readonly GpuNode[]): void {
  const unknown = new Set(nodes.flatMap(({ gpus, gpuModel }) => (gpus === 0 || gpuWatts.has(gpuModel) ? [] : [gpuModel])));
  if (unknown.size > 0) {
    throw new UserError(
      "The power model does not know all GPUs of the data set.",
      [...unknown].map((model) => ({
        path: "model",
        message: `watts are known for ${[...gpuWatts.keys()].join(", ")}`,
        value: model,
        fix: "leave such nodes out of csv/openb_node_list_gpu_node.csv",
      })),
    );
  }
}

/** CPU packages of a node; the last may have fewer cores than the others. */
export function packages(node: Pick<GpuNode, "cpuMilli">): number {
  return Math.ceil(node.cpuMilli / packageCpuMilli);
}

/** Watts of a node on which nothing runs and which does not sleep. */
export function idleWatts(node: GpuNode): number {
  return packages(node) * packageWatts.idle + (node.gpus === 0 ? 0 : node.gpus * wattsOfGpu(node.gpuModel).idle);
}

/** What runs on a node, as far as its power depends on it. */
export interface NodeLoad {
  readonly pods: number;
  /** Thousandths of a vCPU that its pods ask for. */
  readonly cpuMilli: number;
  /** Devices of which any part is given out. */
  readonly busyGpus: number;
}

/**
 * Watts of a node. Pods fill one CPU package after the other; a package with any pod draws its full power.
 * @param emptyNodesSleep whether a node without pods draws nothing; in the paper's model none sleeps
 */
export function nodeWatts(node: GpuNode, { pods, cpuMilli, busyGpus }: NodeLoad, emptyNodesSleep: boolean): number {
  if (emptyNodesSleep && pods === 0) {
    return 0;
  }
  const activePackages = Math.ceil(cpuMilli / packageCpuMilli);
  const gpu = busyGpus === 0 ? 0 : busyGpus * (wattsOfGpu(node.gpuModel).full - wattsOfGpu(node.gpuModel).idle);
  return idleWatts(node) + activePackages * (packageWatts.full - packageWatts.idle) + gpu;
}
