import type { PlacementNode, PlacementProblem, PlacementWorkload } from "../../../infra/placement/problem";
import { deviceMilli, type GpuNode, type GpuPod, totalGpuMilli } from "../trace/model";

const gpu = "nvidia.com/gpu";
const modelLabel = "nvidia.com/gpu.product";
const mebibyte = 1024 ** 2;
/** Pods that a node of the published simulation takes. */
const maxPods = 1001;
/** Nothing is asked of ceilings here. */
const noCeiling = { cpuPercent: 100, memoryPercent: 100 };

/**
 * The nodes and pods as the planner's tables say them: a node's GPUs are devices that pods share, a pod's models are a
 * requirement on a label. Pods with GPU come first, each counted by what it asks for; then those with CPU alone.
 */
export function placementProblem(nodes: readonly GpuNode[], pods: readonly GpuPod[]): PlacementProblem {
  return {
    stack: "openb",
    nodes: nodes.map(placementNode),
    workloads: pods.map(placementWorkload),
    objectives: ["place"],
    ceilings: { controlPlane: noCeiling, worker: noCeiling },
  };
}

/** What the planner calls a pod. A trace names clones like their originals. */
export function workloadId(index: number): string {
  return `openb/pod${String(index).padStart(6, "0")}`;
}

function placementNode({ name, cpuMilli, memoryMiB, gpus, gpuModel }: GpuNode): PlacementNode {
  return {
    name,
    allocatable: { cpuMilli, memoryBytes: memoryMiB * mebibyte, pods: maxPods, extended: gpus > 0 ? { [gpu]: gpus * deviceMilli } : {} },
    ...(gpus > 0 ? { sharedDevices: { [gpu]: gpus } } : {}),
    labels: { [modelLabel]: gpuModel },
    taints: [],
    controlPlane: false,
    power: { idleWatts: 0, fullWatts: 0 },
    host: name,
    capabilities: { [modelLabel]: gpuModel },
  };
}

function placementWorkload(pod: GpuPod, index: number): PlacementWorkload {
  const id = workloadId(index);
  const [namespace = "", name = ""] = id.split("/");
  return {
    id,
    namespace,
    name,
    mode: "replicas",
    replicas: 1,
    requests: {
      cpuMilli: pod.cpuMilli,
      memoryBytes: pod.memoryMiB * mebibyte,
      extended: pod.gpus > 0 ? { [gpu]: totalGpuMilli(pod) } : {},
    },
    tier: pod.gpus > 0 ? 0 : 1,
    ...(pod.gpus > 0 ? { weight: totalGpuMilli(pod) } : {}),
    core: false,
    tolerations: [],
    requires: pod.gpus > 0 && pod.gpuModels.length > 0 ? [{ key: modelLabel, operator: "In", values: [...pod.gpuModels].sort() }] : [],
    target: [],
    current: {},
    pin: "prefer",
  };
}
