import { clusterGpuMilli, type GpuNode, type GpuPod, totalGpuMilli } from "../trace/model";
import { GoRandom } from "./go-random";

/** The order in which a published run of the FGD paper saw pods and nodes. */
export interface ArrivalOrder {
  /** Indexes into the pods; those beyond the trace's own number are arrivals of a second copy. */
  readonly pods: readonly number[];
  /** For each node, its place among nodes with the same score; the lowest is taken. */
  readonly nodeRanks: readonly number[];
}

/** GPUs that the arriving pods ask for, relative to those of the cluster. */
const arrivalRatio = 1.3;

/**
 * Draws between the pods and the nodes that the published runs' scheduler made while it started. Found by comparison:
 * of 0 to 79 draws, ten alone repeat all published curves of BestFit that were tried (three traces, three seeds).
 */
const drawsOfSchedulerStart = 10;

/**
 * The order of the run with that seed: all pods shuffled, then pods drawn with replacement until another one would ask
 * for more than 1.3 times the cluster's GPUs (for the next pod only its share of one device is counted).
 * @param nodes sorted by name, as are the pods
 */
export function arrivalOrder(nodes: readonly GpuNode[], pods: readonly GpuPod[], seed: number): ArrivalOrder {
  const random = new GoRandom(seed);
  random.int63();
  const order = random.shuffled(pods.map((_, index) => index));
  const limit = arrivalRatio * clusterGpuMilli(nodes);
  let asked = pods.reduce((sum, pod) => sum + totalGpuMilli(pod), 0);
  for (;;) {
    const index = random.below(pods.length);
    const pod = pods[index];
    if (pod === undefined || asked + pod.gpuMilli > limit) {
      break;
    }
    asked += totalGpuMilli(pod);
    order.push(index);
  }
  for (let draw = 0; draw < drawsOfSchedulerStart; draw++) {
    random.int63();
  }
  return { pods: order, nodeRanks: random.permutation(nodes.length) };
}
