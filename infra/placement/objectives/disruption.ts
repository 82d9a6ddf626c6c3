import type { Objective } from "./objective";

/** Pods that have to move. Pods that the plan starts or ends do not count. */
export const disruption: Objective = {
  name: "disruption",
  levels: () => [{ workload: (state, w) => state.moved(w) }],
  bound: ({ free, forcedMoves }) => free.reduce((sum, { w }) => sum + forcedMoves(w), 0),
};
