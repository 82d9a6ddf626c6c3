import type { Objective } from "./objective";
import { weightedRestarts } from "./restarts";

/**
 * Restarts that the change causes, each counted by its tier (`restartWeights`). A pod that moves restarts; when the pod
 * template carries the placement (`restartsTogether`), all pods of its workload do. Pods that the plan starts or ends do
 * not count.
 */
export const disruption: Objective = {
  name: "disruption",
  levels: () => [{ workload: weightedRestarts }],
  bound: ({ forcedRestarts }) => forcedRestarts.weighted,
};
