import { acceptsModel, type GpuPod } from "../trace/model";
import { devicesWithRoom, idleGpuMilli, type NodeState } from "../node-state";

/** A shape of pod that a cluster sees often, and its share of all pods of such shapes. */
export interface TypicalPod {
  readonly cpuMilli: number;
  readonly gpus: number;
  readonly gpuMilli: number;
  readonly gpuModels: readonly string[];
  /** From 0 to 1; all together are 1. */
  readonly share: number;
}

/** How much of a trace's pods the typical ones make up. */
const popularity = 0.95;

/**
 * The shapes that cover 95 % of a trace's pods, most frequent first (Weng et al., "Beware of Fragmentation", USENIX ATC
 * 2023, section 4.1). Memory is no part of a shape. Of equally frequent shapes the larger is taken first.
 */
export function typicalPods(pods: readonly GpuPod[]): TypicalPod[] {
  const counted = new Map<string, { readonly pod: GpuPod; count: number }>();
  for (const pod of pods) {
    const key = [pod.cpuMilli, pod.gpuMilli, pod.gpus, pod.gpuModels.join("|")].join();
    const known = counted.get(key);
    if (known === undefined) {
      counted.set(key, { pod, count: 1 });
    } else {
      known.count++;
    }
  }
  const byFrequency = [...counted.values()].sort((a, b) => b.count - a.count || compareRequests(b.pod, a.pod));
  let covered = 0;
  const typical: typeof byFrequency = [];
  for (const shape of byFrequency) {
    if (covered >= popularity * pods.length) {
      break;
    }
    typical.push(shape);
    covered += shape.count;
  }
  return typical.map(({ pod: { cpuMilli, gpus, gpuMilli, gpuModels }, count }) => ({
    cpuMilli,
    gpus,
    gpuMilli,
    gpuModels,
    share: count / covered,
  }));
}

function compareRequests(a: GpuPod, b: GpuPod): number {
  const models = [a.gpuModels.join("|"), b.gpuModels.join("|")] as const;
  return (
    a.cpuMilli - b.cpuMilli || a.gpuMilli - b.gpuMilli || a.gpus - b.gpus || (models[0] < models[1] ? -1 : models[0] > models[1] ? 1 : 0)
  );
}

/**
 * The idle GPU of a node that a pod drawn at random from the typical ones could not use, in thousandths of a GPU: all
 * of it when the pod has no use for it or does not fit, else what is idle on devices with too little left.
 */
export function fragmentedMilli(state: NodeState, typical: readonly TypicalPod[]): number {
  const idle = idleGpuMilli(state);
  // Added up by reason, in the order of the published simulator: a score is cut to a whole number, so that even the
  // last bit of a sum can decide between two nodes.
  let lacksBoth = 0;
  let lacksGpu = 0;
  let lacksCpu = 0;
  let cpuOnly = 0;
  let cpuOnlyLacksCpu = 0;
  let otherModel = 0;
  for (const pod of typical) {
    const cpu = state.cpuMilliLeft >= pod.cpuMilli;
    const part = pod.share * idle;
    if (pod.gpus === 0) {
      cpuOnly += cpu ? part : 0;
      cpuOnlyLacksCpu += cpu ? 0 : part;
    } else if (!acceptsModel(pod, state.node.gpuModel)) {
      otherModel += part;
    } else if (devicesWithRoom(state, pod.gpuMilli) >= pod.gpus) {
      lacksGpu += cpu ? pod.share * idleBelow(state, pod.gpuMilli) : 0;
      lacksCpu += cpu ? 0 : part;
    } else {
      lacksGpu += cpu ? part : 0;
      lacksBoth += cpu ? 0 : part;
    }
  }
  return lacksBoth + lacksGpu + lacksCpu + cpuOnly + cpuOnlyLacksCpu + otherModel;
}

function idleBelow(state: NodeState, gpuMilli: number): number {
  let idle = 0;
  for (const left of state.gpuMilliLeft) {
    idle += left < gpuMilli ? left : 0;
  }
  return idle;
}
